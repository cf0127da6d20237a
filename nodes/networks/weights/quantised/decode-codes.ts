/**
 * The 4-bit codes of bitsandbytes: two to a byte, the first in the high half, with one absmax to every block of the
 * whole tensor; absmax itself may be quantised to 8 bits in the same way.
 * Source: bitsandbytes-foundation/bitsandbytes, functional.py, `dequantize_4bit`.
 */
import type { Codebook, NestedScales, Span } from '../weight-source.ts';
import { readElements } from './read-elements.ts';

const { fround } = Math;

/** @param runs where in the file the codes lie, in order */
export function decodeCodes(
  book: Codebook,
  codes: Uint8Array,
  runs: readonly Span[],
): Float32Array {
  const values = readElements(book.values);
  const out = new Float32Array(2 * codes.length);
  let done = 0;
  for (const { offset, length } of runs) {
    const run = codes.subarray(done, done + length);
    decodeRun(book, values, run, 2 * (offset - book.start), out.subarray(2 * done));
    done += length;
  }
  return out;
}

/** @param first which element of the whole tensor the run begins with */
function decodeRun(
  book: Codebook,
  values: Float32Array,
  codes: Uint8Array,
  first: number,
  out: Float32Array,
): void {
  const { blockSize } = book;
  const block = Math.floor(first / blockSize);
  const blocks = Math.ceil((first + 2 * codes.length) / blockSize) - block;
  const absmax = absmaxOf(book, block, blocks);
  for (let i = 0; i < 2 * codes.length; i++) {
    const pair = codes[i >> 1] ?? 0;
    const scale = absmax[Math.floor((first + i) / blockSize) - block] ?? NaN;
    out[i] = (values[i & 1 ? pair & 15 : pair >> 4] ?? NaN) * scale;
  }
}

function absmaxOf({ absmax, nested }: Codebook, from: number, count: number): Float32Array {
  const stored = readElements(absmax, from, count);
  return nested ? nestedScales(nested, stored, from) : stored;
}

function nestedScales(nested: NestedScales, codes: Float32Array, from: number): Float32Array {
  const values = readElements(nested.values);
  const absmax = readElements(nested.absmax);
  return codes.map((code, i) => {
    const scale = absmax[Math.floor((from + i) / nested.blockSize)] ?? NaN;
    return fround((values[code] ?? NaN) * scale) + nested.offset;
  });
}
