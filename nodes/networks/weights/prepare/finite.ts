import { UserError } from '../../../errors.ts';
import type { StoredTensor } from '../weight-source.ts';

const INFINITY = 0x7f800000;

/** Whether no weight is infinite or NaN. Bits of float32 are in the order of their magnitudes, NaN's the largest. */
export function areFinite(weights: Float32Array): boolean {
  const bits = new Int32Array(weights.buffer, weights.byteOffset, weights.length);
  let max = 0;
  for (let i = 0; i < bits.length; i++) {
    const magnitude = (bits[i] as number) & 0x7fffffff;
    max = magnitude > max ? magnitude : max;
  }
  return max < INFINITY;
}

/** @param numbers weights of the tensor, or what they are multiplied by. @throws UserError `weights_not_finite` */
export function requireFinite(
  { file, name }: Pick<StoredTensor, 'file' | 'name'>,
  numbers: Float32Array,
): void {
  if (areFinite(numbers)) return;
  throw new UserError(
    'weights_not_finite',
    `${file}: "${name}" holds infinite numbers or NaN.`,
    'The file is damaged or was made wrongly; download it again or choose another version.',
  );
}

/** The largest magnitude among finite weights. */
export function absMax(weights: Float32Array, from: number, to: number): number {
  let max = 0;
  for (let i = from; i < to; i++) {
    const magnitude = Math.abs(weights[i] as number);
    max = magnitude > max ? magnitude : max;
  }
  return max;
}
