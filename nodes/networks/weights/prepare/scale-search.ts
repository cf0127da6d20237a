/**
 * The scale that lets integers from -8 to 7 stand for some weights with the least squared error. As llama.cpp's quantisers do
 * it: several scales round the weights to integers q, and for each set of integers the best scale is known (least squares):
 * sum(w q) / sum(q^2), which takes sum(w q)^2 / sum(q^2) off the error.
 */

/** The integer that the largest weight is tried as: more of them gain less than 0.3 % of the error. */
const LEVELS = [-8.6, -8.2, -7.8, -7.4, -7];

const MIDDLE = 32;
const HALF_UP = MIDDLE + 0.5;
/** Of each rounded number from -32 on, the nearest from -8 to 7: quicker than comparing. */
const NEAREST = Float64Array.from({ length: 2 * MIDDLE }, (_, i) =>
  Math.max(-8, Math.min(7, i - MIDDLE)),
);

/** May be negative: the largest weight goes to the side that has one integer more. */
export function bestScale(weights: Float32Array, from: number, to: number): number {
  const largest = extreme(weights, from, to);
  if (largest === 0) return 0;
  let best = 0;
  let scale = 0;
  for (const level of LEVELS) {
    const inverse = level / largest;
    let products = 0;
    let squares = 0;
    for (let i = from; i < to; i++) {
      const weight = weights[i] as number;
      const q = NEAREST[(weight * inverse + HALF_UP) | 0] as number;
      products += weight * q;
      squares += q * q;
    }
    const gain = (products * products) / squares;
    if (gain > best) {
      best = gain;
      scale = products / squares;
    }
  }
  return scale;
}

/** The nearest integer from -8 to 7. */
export function toInt4(value: number): number {
  const q = ((value + 8.5) | 0) - 8;
  return q > 7 ? 7 : q < -8 ? -8 : q;
}

function extreme(weights: Float32Array, from: number, to: number): number {
  let max = 0;
  let min = 0;
  for (let i = from; i < to; i++) {
    const weight = weights[i] as number;
    max = weight > max ? weight : max;
    min = weight < min ? weight : min;
  }
  return max > -min ? max : min;
}
