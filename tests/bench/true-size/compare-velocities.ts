import { readFileSync } from 'node:fs';

export interface VelocityError {
  /** Length of the difference over the length of the reference. */
  readonly relative: number;
  readonly cosine: number;
}

/** @param files of float32 values */
export function compareVelocities(file: string, reference: string): VelocityError {
  const [ours, theirs] = [readFloats(file), readFloats(reference)];
  let [difference, own, other, product] = [0, 0, 0, 0];
  for (const [i, value] of ours.entries()) {
    const expected = theirs[i] as number;
    difference += (value - expected) ** 2;
    own += value ** 2;
    other += expected ** 2;
    product += value * expected;
  }
  return { relative: Math.sqrt(difference / other), cosine: product / Math.sqrt(own * other) };
}

function readFloats(file: string): Float32Array {
  const { buffer } = Uint8Array.from(readFileSync(file));
  return new Float32Array(buffer);
}
