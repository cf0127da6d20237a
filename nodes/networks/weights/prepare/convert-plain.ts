import { sizeOf } from '../../../tensor.ts';
import { readSpans } from '../read-bytes.ts';
import type { StoredTensor } from '../weight-source.ts';
import type { WritePart } from './convert-tensor.ts';
import { byteRange } from './byte-range.ts';
import { absMax, areFinite } from './finite.ts';
import { elementChunks } from './row-chunks.ts';

const COPIED_AT_ONCE = 2 ** 20;
/** From here on float16 is infinite. */
const TOO_LARGE = 65520;

export function copyTensor({ file, spans }: StoredTensor, write: WritePart): void {
  const size = spans.reduce((sum, { length }) => sum + length, 0);
  for (let from = 0; from < size; from += COPIED_AT_ONCE) {
    write(0, from, readSpans(file, byteRange(spans, from, COPIED_AT_ONCE)));
  }
}

export function toFloat32(stored: StoredTensor, write: WritePart): void {
  for (const { from, weights } of elementChunks(stored)) write(0, from * 4, bytesOf(weights));
}

/** @returns whether all numbers fit */
export function toFloat16(stored: StoredTensor, write: WritePart): boolean {
  const half = new Float16Array(Math.min(sizeOf(stored.shape), 2 ** 18));
  for (const { from, count, weights } of elementChunks(stored)) {
    if (!areFinite(weights) || absMax(weights, 0, count) >= TOO_LARGE) return false;
    half.set(weights);
    write(0, from * 2, bytesOf(half.subarray(0, count)));
  }
  return true;
}

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
