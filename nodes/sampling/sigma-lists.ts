/** Lists of noise levels cut, turned and typed. */
import { roundHalfToEven } from '../round.ts';

/**
 * Steps `start` to before `end` of a schedule; fewer than two levels are left where there is nothing to do.
 * @param keepNoise false: the last level becomes 0, wherever the cut is
 */
export function stepRange(
  sigmas: Float32Array,
  { start, end, keepNoise }: { start: number; end: number; keepNoise: boolean },
): Float32Array {
  const cut = sigmas.slice(0, end + 1);
  if (cut.length < sigmas.length && !keepNoise) cut[cut.length - 1] = 0;
  return start < cut.length - 1 ? cut.slice(start) : new Float32Array();
}

/** Levels up to and from a step; the one at the cut is in both. */
export function splitAt(
  sigmas: Float32Array,
  step: number,
): { readonly high: Float32Array; readonly low: Float32Array } {
  return { high: sigmas.slice(0, step + 1), low: sigmas.slice(step) };
}

/** Splits so that the low part holds `share` of the steps. */
export function splitByShare(
  sigmas: Float32Array,
  share: number,
): { readonly high: Float32Array; readonly low: Float32Array } {
  const steps = Math.max(sigmas.length - 1, 0);
  return splitAt(sigmas, steps - roundHalfToEven(steps * share));
}

/** Rising instead of falling, from just above 0: noises a picture back. */
export function flip(sigmas: Float32Array): Float32Array {
  const flipped = sigmas.slice().reverse();
  if (flipped[0] === 0) flipped[0] = 0.0001;
  return flipped;
}

/** Every number in a text, whatever stands between. */
export function parseSigmas(text: string): Float32Array {
  const numbers = text.match(/[-+]?\d*\.?\d+(?:e[-+]?\d+)?/gi) ?? [];
  return Float32Array.from(numbers, Number);
}
