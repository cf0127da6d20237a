/** What ComfyUI's files say of how a layer is quantised. */
import { readSpans } from '../read-bytes.ts';
import type { StoredTensor, WeightSource } from '../weight-source.ts';

const MAX_TEXT = 4096;
/** The scales of a module's weight; the module, with its dot, is the first group. */
export const SCALE_NAME = /^(.+\.|)(?:scale_weight|weight_scale)$/;
const PLAIN_FORMATS: readonly unknown[] = ['float8_e4m3fn', 'float8_e4m3fn_rowwise', 'float8_e5m2'];

/** Whether a format of ComfyUI's is fp8 with at most one scale for each row. */
export function isPlainFormat(format: unknown): boolean {
  return PLAIN_FORMATS.includes(format);
}

/** Whether nothing is said of a module, or that its weight is of such a format. */
export function isComfyPlain({ tensors }: WeightSource, module: string): boolean {
  const text = tensors.get(`${module}comfy_quant`);
  return !text || isPlainFormat(comfyFormat(text));
}

/** Formats of layers, as ComfyUI writes them into `_quantization_metadata` of a header. */
export function comfyFormats(
  metadata: WeightSource['metadata'],
): [layer: string, format: string][] {
  const info = parsed(metadata['_quantization_metadata'] ?? '{}') as { layers?: unknown } | null;
  return Object.entries(
    (info?.layers ?? {}) as Record<string, { format?: unknown } | null>,
  ).flatMap(([layer, value]): [string, string][] =>
    typeof value?.format === 'string' ? [[layer, value.format]] : [],
  );
}

/** `format` of a `comfy_quant` tensor; null when it tells none. */
export function comfyFormat({ type, file, spans }: StoredTensor): unknown {
  if (type !== 'U8' || (spans[0]?.length ?? 0) > MAX_TEXT) return null;
  const info = parsed(new TextDecoder().decode(readSpans(file, spans)));
  return (info as { format?: unknown } | null)?.format ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
