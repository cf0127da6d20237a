import { sizeOf } from '../../../tensor.ts';
import { decodeRows } from '../decode-rows.ts';
import { readSpans } from '../read-bytes.ts';
import type { StoredTensor } from '../weight-source.ts';
import { byteRange } from './byte-range.ts';
import { requireFinite } from './finite.ts';

/** Weights decoded at a time: what the processor's caches hold. */
const CHUNK = 2 ** 18;

/** Rows (or elements) `from` to before `from + count`; good until the next chunk. */
interface Chunk {
  readonly from: number;
  readonly count: number;
  readonly weights: Float32Array;
}

/**
 * Rows of a linear layer's weight, a few at a time.
 * @param step rows come in multiples of this, but for the last
 * @throws UserError `weights_truncated`, `weights_not_finite`
 */
export function* rowChunks(stored: StoredTensor, step: number): Generator<Chunk> {
  const [rows = 0, width = 0] = stored.shape;
  const most = Math.min(rows, Math.max(1, Math.floor(CHUNK / width / step)) * step);
  for (const chunk of chunks(stored, rows, most)) {
    requireFinite(stored, chunk.weights);
    yield chunk;
  }
}

/** All elements of a tensor of any shape, a few at a time. @throws UserError `weights_truncated` */
export function elementChunks(stored: StoredTensor): Generator<Chunk> {
  const size = sizeOf(stored.shape);
  return chunks({ ...stored, shape: [size] }, size, Math.min(size, CHUNK));
}

function* chunks(stored: StoredTensor, rows: number, most: number): Generator<Chunk> {
  const isPlainBf16 = stored.type === 'BF16' && stored.scale === undefined;
  const decode = isPlainBf16 ? widener(stored, most) : decodeRows;
  for (let from = 0; from < rows; from += most) {
    const count = Math.min(most, rows - from);
    yield { from, count, weights: decode(stored, from, count) };
  }
}

/** Decodes BF16, what most networks are stored in, without new memory for every chunk. */
function widener({ shape }: StoredTensor, most: number): typeof decodeRows {
  const width = sizeOf(shape.slice(1));
  const halves = new Uint16Array(most * width);
  const bytes = new Uint8Array(halves.buffer);
  const wide = new Uint32Array(halves.length);
  const weights = new Float32Array(wide.buffer);
  return ({ file, spans }, from, count) => {
    const size = count * width;
    const range = byteRange(spans, 2 * from * width, 2 * size);
    readSpans(file, range, bytes.subarray(0, 2 * size));
    for (let i = 0; i < size; i++) wide[i] = (halves[i] as number) << 16;
    return weights.subarray(0, size);
  };
}
