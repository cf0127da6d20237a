import type { Predictions } from './predictions.ts';
import { combine, dot } from './vectors.ts';

/**
 * Perp-Neg: of the step towards the negative only what is perpendicular to the step towards the positive is left out; both are
 * counted from an empty prompt. Armandpour et al. 2023, arXiv 2304.04968, equation 8. As in ComfyUI the batch is one vector.
 */
export function awayFromPerpendicular(
  { positive, negative, cfg }: Predictions,
  empty: Float32Array,
  negativeScale: number,
): Float32Array {
  const towards = combine(positive, empty, (a, b) => a - b);
  if (!negative) return combine(empty, towards, (a, b) => a + cfg * b);
  const away = combine(negative, empty, (a, b) => a - b);
  const square = dot(towards, towards);
  const along = square > 0 ? dot(away, towards) / square : 0;
  return empty.map((value, i) => {
    const ahead = towards[i] as number;
    const aside = (away[i] as number) - along * ahead;
    return value + cfg * (ahead - negativeScale * aside);
  });
}
