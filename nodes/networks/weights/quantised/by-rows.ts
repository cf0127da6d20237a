/**
 * 8-bit weights whose rows have scales of their own: `<module>.SCB` of bitsandbytes' LLM.int8(), and `weight_scale` of as many
 * numbers as the weight has rows.
 * Source: bitsandbytes-foundation/bitsandbytes, functional.py, `int8_vectorwise_dequant`.
 */
import { sizeOf } from '../../../tensor.ts';
import { readSpans } from '../read-bytes.ts';
import { byRows } from '../stored-types.ts';
import type { RowScales, Span, StoredTensor, WeightSource } from '../weight-source.ts';
import { isComfyPlain, SCALE_NAME } from './comfy-format.ts';
import { readElements } from './read-elements.ts';

const INT8_SCALE = /^(.+\.|)SCB$/;
/** Of rows that are scaled to reach 127 at most. */
const INT8_FACTOR = 1 / 127;
const ROW_MAJOR = 0;
const FLOATS: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16']);

/** Weights together with the scales of their rows. What is quantised in another way stays as it is. */
export function withRowScales(source: WeightSource): WeightSource {
  const tensors = new Map(source.tensors);
  for (const [name, values] of source.tensors) {
    const int8 = INT8_SCALE.exec(name)?.[1];
    const module = int8 ?? SCALE_NAME.exec(name)?.[1];
    const weight = module === undefined ? undefined : source.tensors.get(`${module}weight`);
    if (module === undefined || !weight || !fits(weight, values)) continue;
    const isInt8 = int8 !== undefined;
    const known = isInt8 ? isRowMajor(source, module) : isComfyPlain(source, module);
    const type = byRows(weight.type);
    if (!known || !type || isInt8 !== (type === 'I8_ROWS')) continue;
    const [, width = 0] = weight.shape;
    const start = weight.spans[0]?.offset ?? 0;
    const rowScales = { start, width, values, factor: isInt8 ? INT8_FACTOR : 1 };
    tensors.set(weight.name, { ...weight, type, rowScales });
    for (const leaf of ['weight_format', 'comfy_quant']) tensors.delete(module + leaf);
    tensors.delete(name);
  }
  return { ...source, tensors };
}

/** A float for each row of a matrix. */
function fits({ shape }: StoredTensor, values: StoredTensor): boolean {
  return shape.length === 2 && FLOATS.has(values.type) && sizeOf(values.shape) === shape[0];
}

/** LLM.int8() once had other orders, for some cards. */
function isRowMajor({ tensors }: WeightSource, module: string): boolean {
  const format = tensors.get(`${module}weight_format`);
  if (!format) return true;
  const { file, spans } = format;
  return spans[0]?.length === 1 && readSpans(file, spans)[0] === ROW_MAJOR;
}

/** @param runs where in the file the values lie, in order */
export function scaledByRows(
  values: Float32Array,
  { start, width, values: stored, factor }: RowScales,
  runs: readonly Span[],
): Float32Array {
  let done = 0;
  for (const { offset, length } of runs) {
    const first = offset - start;
    const row = Math.floor(first / width);
    const scales = readElements(stored, row, Math.ceil((first + length) / width) - row);
    for (let i = 0; i < length; i++) {
      const scale = scales[Math.floor((first + i) / width) - row] ?? NaN;
      values[done + i] = (values[done + i] ?? NaN) * scale * factor;
    }
    done += length;
  }
  return values;
}
