import { GROUP } from '../linear-form.ts';
import { bestScale, toInt4 } from './scale-search.ts';

/** 15 times -8 still fits int8. */
const MAX_FACTOR = 15;
/** How many times a factor of 1 the largest group's scale is tried as. */
const TRIED = Array.from({ length: 15 }, (_, i) => 9 + i * 0.5);

/**
 * One row of a weight as int4 in groups of 32, each with a whole factor from 1 to 15 of either sign, and one scale for the row:
 * value = code * factor * scale. Scale and factors are chosen for the least squared error.
 * @param from where the row begins, in `weights` and in `codes` (-8 to 7, one an element)
 * @param factors of this row, one a group
 * @returns the scale
 */
export function toGroups(
  weights: Float32Array,
  codes: Int8Array,
  factors: Int8Array,
  from: number,
  width: number,
): number {
  const groups = width / GROUP;
  const wanted = wantedScales(weights, from, groups);
  const scale = rowScale(wanted);
  if (scale === 0) {
    codes.fill(0, from, from + width);
    factors.fill(1);
    return 0;
  }
  let products = 0;
  let squares = 0;
  for (let g = 0; g < groups; g++) {
    const start = from + g * GROUP;
    const factor = bestFactor(weights, start, (wanted[g] as number) / scale, scale);
    factors[g] = factor;
    const inverse = 1 / (factor * scale);
    for (let i = start; i < start + GROUP; i++) {
      const weight = weights[i] as number;
      const q = toInt4(weight * inverse);
      codes[i] = q;
      const whole = q * factor;
      products += weight * whole;
      squares += whole * whole;
    }
  }
  return squares > 0 ? Math.fround(products / squares) : scale;
}

let scratch = new Float64Array(0);

function wantedScales(weights: Float32Array, from: number, groups: number): Float64Array {
  if (scratch.length !== groups) scratch = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    const start = from + g * GROUP;
    scratch[g] = bestScale(weights, start, start + GROUP);
  }
  return scratch;
}

/** The scale whose whole multiples come nearest to what the groups want: an error of a scale weighs as the scale does. */
function rowScale(wanted: Float64Array): number {
  let largest = 0;
  for (const scale of wanted) largest = Math.max(largest, Math.abs(scale));
  let best = Infinity;
  let chosen = 0;
  for (const tried of TRIED) {
    const scale = largest / tried;
    let error = 0;
    for (let g = 0; g < wanted.length; g++) {
      const want = Math.abs(wanted[g] as number);
      const distance = want - wholeFactor(want / scale) * scale;
      error += distance * distance;
    }
    if (error < best) {
      best = error;
      chosen = scale;
    }
  }
  return chosen;
}

function wholeFactor(value: number): number {
  const factor = (value + 0.5) | 0;
  return factor < 1 ? 1 : factor > MAX_FACTOR ? MAX_FACTOR : factor;
}

/** Of the two whole numbers around `wanted`, with its sign, the one with the smaller error. */
function bestFactor(weights: Float32Array, from: number, wanted: number, scale: number): number {
  const sign = wanted < 0 ? -1 : 1;
  const below = sign * wholeFactor(Math.abs(wanted) - 0.5);
  const above = sign * wholeFactor(Math.abs(wanted) + 0.5);
  if (below === above) return below;
  return squaredError(weights, from, below * scale) <= squaredError(weights, from, above * scale)
    ? below
    : above;
}

function squaredError(weights: Float32Array, from: number, scale: number): number {
  const inverse = 1 / scale;
  let error = 0;
  for (let i = from; i < from + GROUP; i++) {
    const weight = weights[i] as number;
    const distance = weight - toInt4(weight * inverse) * scale;
    error += distance * distance;
  }
  return error;
}
