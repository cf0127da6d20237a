import { UserError } from '../../../errors.ts';
import type { WeightSource } from '../weight-source.ts';
import { comfyFormat, comfyFormats, isPlainFormat } from './comfy-format.ts';

/** Names beside quantised weights that are not read, each with whose they are; the first that is found counts. */
const METHODS: readonly (readonly [name: RegExp, method: string])[] = [
  [/\.(wscales|smooth_factor|smooth_factor_orig|wtscale|wcscales)$/, 'SVDQuant (Nunchaku)'],
  [/\.g_idx$/, 'GPTQ'],
  [/\.(qweight|qzeros)$/, 'GPTQ or AWQ'],
  [/\.SCB$|\.weight_format$/, 'LLM.int8() of bitsandbytes'],
  [/\.(weight_scale_2|weight_global_scale|weight_packed)$/, 'NVFP4'],
  [/\.quant_state\.|\.(nested_)?(absmax|quant_map)$/, 'damaged NF4 or FP4'],
  [/\.weight\._(data|scale|shift)$/, 'Quanto'],
  [/_blocks$/, 'MXFP4'],
  [/(^|\.)(scale_weight|weight_scale)$/, 'block-scaled fp8 or int8'],
];
const INTEGERS = /^([IU]\d+|BOOL)$/;

/** Weights of unknown quantisation read as plain numbers would give noise. @throws UserError `weights_quantised` */
export function refuseQuantised(source: WeightSource): void {
  const found = comfyQuantised(source) ?? named(source) ?? integers(source);
  if (!found) return;
  throw new UserError(
    'weights_quantised',
    `${source.label} holds ${found.method} weights (tensor "${found.name}"), which are not supported.`,
    'Use the fp16, bf16, fp8, GGUF or NF4 version of the file.',
  );
}

interface Found {
  readonly method: string;
  readonly name: string;
}

/** By what ComfyUI says of a weight, in the header or beside it. */
function comfyQuantised({ tensors, metadata }: WeightSource): Found | null {
  for (const [layer, format] of comfyFormats(metadata)) {
    const name = isPlainFormat(format) ? null : weightOf(tensors, layer);
    if (name !== null) return { name, method: format.slice(0, 40) };
  }
  for (const [name, stored] of tensors) {
    if (!/(^|\.)comfy_quant$/.test(name)) continue;
    const format = comfyFormat(stored);
    return { name, method: typeof format === 'string' ? format.slice(0, 40) : 'quantised' };
  }
  return null;
}

/** The weight of a layer, whose name has what stood before this network's names in its file. */
function weightOf(tensors: WeightSource['tensors'], layer: string): string | null {
  const parts = `${layer}.weight`.split('.');
  const names = parts.map((_, i) => parts.slice(i).join('.'));
  return names.find((name) => name !== 'weight' && tensors.has(name)) ?? null;
}

function named({ tensors }: WeightSource): Found | null {
  const names = [...tensors.keys()];
  for (const [pattern, method] of METHODS) {
    const name = names.find((name) => pattern.test(name));
    if (name !== undefined) return { name, method };
  }
  return null;
}

function integers({ tensors }: WeightSource): Found | null {
  for (const [name, { type }] of tensors) {
    if (name.endsWith('.weight') && INTEGERS.test(type)) return { name, method: type };
  }
  return null;
}
