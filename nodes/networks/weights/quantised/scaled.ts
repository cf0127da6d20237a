/**
 * fp8 files whose weights are to be multiplied by a number of their own, as ComfyUI writes them: a marker `scaled_fp8` and
 * `<module>.scale_weight`, or `<module>.weight_scale` with a JSON text in `<module>.comfy_quant`.
 */
import { sizeOf } from '../../../tensor.ts';
import { decodeAll } from '../decode-rows.ts';
import { readSpans } from '../read-bytes.ts';
import type { StoredTensor, WeightSource } from '../weight-source.ts';

const SCALE = /^(.+\.|)(?:scale_weight|weight_scale)$/;
/** Scales of activations are for fp8 arithmetic alone. */
const UNUSED = /(^|\.)(scale_input|input_scale|scaled_fp8)$/;
const FLOATS: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2']);
const MAX_TEXT = 4096;

/** Weights together with their scales. What is quantised in another way stays as it is, for whoever refuses it. */
export function withScales(source: WeightSource): WeightSource {
  const tensors = new Map(source.tensors);
  for (const [name, stored] of source.tensors) {
    const module = SCALE.exec(name)?.[1];
    const weight = module === undefined ? undefined : source.tensors.get(`${module}weight`);
    if (module === undefined || !weight || !isScale(stored) || !FLOATS.has(weight.type)) continue;
    const text = source.tensors.get(`${module}comfy_quant`);
    if (text && !isPlainFormat(comfyFormat(text))) continue;
    tensors.set(weight.name, { ...weight, scale: decodeAll(stored)[0] ?? NaN });
    tensors.delete(name);
    tensors.delete(`${module}comfy_quant`);
  }
  for (const name of tensors.keys()) if (UNUSED.test(name)) tensors.delete(name);
  return { ...source, tensors };
}

/** One float. */
function isScale({ type, shape }: StoredTensor): boolean {
  return FLOATS.has(type) && sizeOf(shape) === 1;
}

/** Whether a format of ComfyUI's is fp8 with at most one scale. */
export function isPlainFormat(format: unknown): boolean {
  return format === 'float8_e4m3fn' || format === 'float8_e5m2';
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
