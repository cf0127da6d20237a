/** Forms whose weight lies [in, out], for products of int8 with int8. */
import { GROUP } from '../linear-form.ts';
import type { StoredTensor } from '../weight-source.ts';
import { toChannel } from './channels.ts';
import { bytesOf } from './convert-plain.ts';
import type { WritePart } from './convert-tensor.ts';
import { toGroups } from './groups.ts';
import { rowChunks } from './row-chunks.ts';
import { transposeBytes, transposeNibbles } from './transpose.ts';

/** Bytes of the result that are held at a time. What is larger is made in several passes over the rows. */
const HELD = 2 ** 26;
/** Rows become runs of this many bytes: whole cache lines. */
const STEP = 64;

export function convertToChannels(
  stored: StoredTensor,
  write: WritePart,
  held: number = HELD,
): void {
  const [out = 0, into = 0] = stored.shape;
  const scales = new Float32Array(out);
  for (const band of bands(into, out, held)) {
    const turned = new Int8Array(hold(band.columns * out));
    let codes = new Int8Array(0);
    for (const { from, count, weights } of rowChunks(stored, STEP)) {
      if (codes.length !== weights.length) codes = new Int8Array(weights.length);
      for (let row = 0; row < count; row++) {
        scales[from + row] = toChannel(weights, codes, row * into, into);
      }
      transposeBytes(codes, into, band, turned, out, from);
    }
    write(0, band.first * out, bytesOf(turned).subarray(0, band.columns * out));
  }
  write(1, 0, bytesOf(scales));
}

export function convertToGroups(stored: StoredTensor, write: WritePart, held: number = HELD): void {
  const [out = 0, into = 0] = stored.shape;
  const groups = into / GROUP;
  const scales = new Float32Array(out);
  const factors = new Float32Array(groups * out);
  const rowFactors = new Int8Array(groups);
  for (const band of bands(into, out / 2, held)) {
    const turned = new Uint8Array(hold((band.columns * out) / 2));
    let codes = new Int8Array(0);
    for (const { from, count, weights } of rowChunks(stored, STEP)) {
      if (codes.length !== weights.length) codes = new Int8Array(weights.length);
      for (let row = 0; row < count; row++) {
        scales[from + row] = toGroups(weights, codes, rowFactors, row * into, into);
        for (let g = 0; g < groups; g++) factors[g * out + from + row] = rowFactors[g] as number;
      }
      transposeNibbles(codes, into, band, turned, out, from);
    }
    write(0, (band.first * out) / 2, turned.subarray(0, (band.columns * out) / 2));
  }
  write(1, 0, bytesOf(scales));
  write(2, 0, bytesOf(factors));
}

function* bands(into: number, rowBytes: number, held: number) {
  const most = Math.max(1, Math.floor(held / rowBytes));
  for (let first = 0; first < into; first += most) {
    yield { first, columns: Math.min(most, into - first) };
  }
}

let memory: ArrayBuffer | null = null;

/** Memory of at least so many bytes, the same for all tensors of a thread; pages that are never touched take none. */
function hold(bytes: number): ArrayBuffer {
  if (!memory || memory.byteLength < bytes) memory = new ArrayBuffer(Math.max(bytes, HELD));
  return memory;
}
