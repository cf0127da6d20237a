import type { Predictions } from './predictions.ts';
import { dot, itemsOf } from './vectors.ts';

const LEAST_SQUARE = 1e-8;

/**
 * CFG-Zero*: the negative is scaled so that its velocity comes as near to the positive's as it can before they are mixed.
 * Fan et al. 2025, arXiv 2503.18886, equation 8. As in ComfyUI the scale is that of the velocities and applies to the
 * pictures (diffusers scales velocities), and the first steps are not left out.
 * @param mixed what CFG made of the predictions
 */
export function zeroStar(
  mixed: Float32Array,
  { x, shape, cfg, positive, negative }: Predictions,
): Float32Array {
  if (!negative) return mixed;
  const velocity = (picture: Float32Array, from: number, to: number) =>
    picture.subarray(from, to).map((value, i) => (x[from + i] as number) - value);
  const out = new Float32Array(mixed.length);
  for (const { from, to } of itemsOf(shape)) {
    const away = velocity(negative, from, to);
    const scale = dot(velocity(positive, from, to), away) / (dot(away, away) + LEAST_SQUARE);
    const change = (1 - cfg) * (scale - 1);
    for (let i = from; i < to; i++)
      out[i] = (mixed[i] as number) + change * (negative[i] as number);
  }
  return out;
}
