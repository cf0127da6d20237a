import { absMax } from './finite.ts';

const MAX = 127;

/**
 * One row of a weight as int8 with one scale: value = code * scale.
 * @param from where the row begins, in `weights` and in `codes`
 * @returns the scale
 */
export function toChannel(
  weights: Float32Array,
  codes: Int8Array,
  from: number,
  width: number,
): number {
  const to = from + width;
  const scale = Math.fround(absMax(weights, from, to) / MAX);
  const inverse = scale > 0 ? 1 / scale : 0;
  for (let i = from; i < to; i++) {
    // Weights are at most 127 scales, give or take the rounding of the scale.
    codes[i] = (((weights[i] as number) * inverse + 128.5) | 0) - 128;
  }
  return scale;
}
