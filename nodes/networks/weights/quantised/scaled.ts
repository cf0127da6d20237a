/**
 * fp8 files whose weights are to be multiplied by a number of their own, as ComfyUI writes them: a marker `scaled_fp8` and
 * `<module>.scale_weight`, or `<module>.weight_scale` with a JSON text in `<module>.comfy_quant`.
 */
import { sizeOf } from '../../../tensor.ts';
import type { StoredTensor, WeightSource } from '../weight-source.ts';
import { isComfyPlain, SCALE_NAME } from './comfy-format.ts';
import { readElements } from './read-elements.ts';

/** Scales of activations are for fp8 arithmetic alone. */
const UNUSED = /(^|\.)(scale_input|input_scale|scaled_fp8)$/;
const FLOATS: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2']);

/** Weights together with their scales. What is quantised in another way stays as it is, for whoever refuses it. */
export function withScales(source: WeightSource): WeightSource {
  const tensors = new Map(source.tensors);
  for (const [name, stored] of source.tensors) {
    const module = SCALE_NAME.exec(name)?.[1];
    const weight = module === undefined ? undefined : source.tensors.get(`${module}weight`);
    if (module === undefined || !weight || !isScale(stored) || !FLOATS.has(weight.type)) continue;
    if (!isComfyPlain(source, module)) continue;
    tensors.set(weight.name, { ...weight, scale: readElements(stored)[0] ?? NaN });
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
