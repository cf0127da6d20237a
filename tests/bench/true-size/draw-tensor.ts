import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { bfloat16, RandomWeights } from './random-weights.ts';
import type { TensorShape } from './shapes.ts';

const CHUNK = 1 << 22;
const chunk = new Uint16Array(CHUNK);

/** The bfloat16 values of a tensor, a part at a time; the parts are whole quantisation blocks of 32 but for the last. */
export function drawTensor(
  { name, shape, values }: TensorShape,
  take: (bits: Uint16Array) => void,
): void {
  const source = values === 'ones' ? null : new RandomWeights(name, values);
  let left = shape.reduce((n, d) => n * d, 1);
  while (left > 0) {
    const count = Math.min(left, CHUNK);
    const drawn = chunk.subarray(0, count + (count % 2));
    if (source) source.draw(drawn);
    else drawn.fill(bfloat16(1));
    take(chunk.subarray(0, count));
    left -= count;
  }
}

/** Writes a file that is there only when it is whole. */
export function writeWhole(path: string, write: (file: number) => void): void {
  const part = `${path}.part`;
  const file = openSync(part, 'w');
  try {
    write(file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
}
