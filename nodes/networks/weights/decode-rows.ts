import { decodePlain } from './decode-plain.ts';
import { decodeBlocks } from './gguf/decode-blocks.ts';
import { decodeCodes } from './quantised/decode-codes.ts';
import { readSpans } from './read-bytes.ts';
import { scaledByRows } from './quantised/by-rows.ts';
import { isCoded, isPlain, typeOfRows, unitOf, type BlockType } from './stored-types.ts';
import type { Span, StoredTensor } from './weight-source.ts';

/**
 * Rows `from` to before `from + count` of a tensor of any stored type, as float32 [count, ...rest of the shape]. Only these
 * are read, so that a large tensor can be gone through a few rows at a time; a scalar is one row.
 * @throws UserError `weights_truncated`
 */
export function decodeRows(stored: StoredTensor, from: number, count: number): Float32Array {
  const width = stored.shape.slice(1).reduce((product, side) => product * side, 1);
  return decodeElements(stored, from * width, count * width);
}

/** All of a tensor. @throws UserError `weights_truncated` */
export function decodeAll(stored: StoredTensor): Float32Array {
  return decodeRows(stored, 0, stored.shape[0] ?? 1);
}

function decodeElements(stored: StoredTensor, from: number, count: number): Float32Array {
  const unit = unitOf(stored.type);
  const runs: Span[] = [];
  let skipped = 0;
  // Which element of the tensor a span begins with.
  let start = 0;
  for (const span of stored.spans) {
    const size = (span.length / unit.bytes) * unit.elements;
    const first = Math.max(from - start, 0);
    const end = Math.min(from + count - start, size);
    if (first < end) {
      const firstUnit = Math.floor(first / unit.elements);
      const units = Math.ceil(end / unit.elements) - firstUnit;
      if (runs.length === 0) skipped = first - firstUnit * unit.elements;
      runs.push({ offset: span.offset + firstUnit * unit.bytes, length: units * unit.bytes });
    }
    start += size;
  }
  const values = decodeRuns(stored, runs);
  if (values.length === count) return values;
  if (values.length < skipped + count) throw new RangeError(`${stored.name} has no such rows`);
  return values.slice(skipped, skipped + count);
}

/** Units one after another; only the first and the last run may reach beyond what is wanted. */
function decodeRuns(stored: StoredTensor, runs: readonly Span[]): Float32Array {
  const { type, file, scale, codebook, rowScales } = stored;
  const bytes = readSpans(file, runs);
  if (isPlain(type)) return scaled(decodePlain(type, bytes), scale);
  const plain = typeOfRows(type);
  if (plain && rowScales) return scaledByRows(decodePlain(plain, bytes), rowScales, runs);
  if (isCoded(type) && codebook) return decodeCodes(codebook, bytes, runs);
  return decodeBlocks(type as BlockType, bytes);
}

function scaled(values: Float32Array, scale = 1): Float32Array {
  if (scale === 1) return values;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * scale;
  return values;
}
