import type { Predictions } from './predictions.ts';
import { combine, dot, itemsOf, norm } from './vectors.ts';

/** What APG does with the step from the negative towards the positive. */
export interface ProjectedGuidance {
  /** How much of its part along the positive stays: 1 all of it. */
  readonly eta: number;
  /** The longest that it may be, as a Euclidean length of an item; 0: any length. */
  readonly normThreshold: number;
  /** How much of the steps before is added to it. */
  readonly momentum: number;
}

const LEAST_LENGTH = 1e-12;

/**
 * Adaptive projected guidance: Sadat et al. 2024, arXiv 2410.02416, algorithm 1, as ComfyUI mixes it: the guidance of CFG at 1
 * stays as it is, and cfg times the projected step is added. Remembers earlier steps until the noise level rises.
 * Needs a negative: without one nothing changes.
 */
export function projectedGuidance({
  eta,
  normThreshold,
  momentum,
}: ProjectedGuidance): (p: Predictions) => Predictions {
  let average: Float32Array | null = null;
  let lastSigma = Infinity;
  return (p) => {
    const { positive, negative, shape, sigma, cfg } = p;
    if (!negative || cfg === 0) return p;
    if (sigma > lastSigma) average = null;
    lastSigma = sigma;
    const difference = combine(positive, negative, (a, b) => a - b);
    const before = average;
    const step = before
      ? combine(difference, before, (now, then) => now + momentum * then)
      : difference;
    if (momentum > 0) average = step;

    const guided = new Float32Array(positive.length);
    for (const { from, to } of itemsOf(shape)) {
      const towards = positive.subarray(from, to);
      const own = step.subarray(from, to);
      const scale = normThreshold > 0 ? Math.min(1, normThreshold / norm(own)) : 1;
      const along = (scale * dot(own, towards)) / Math.max(norm(towards), LEAST_LENGTH) ** 2;
      for (let i = from; i < to; i++) {
        const ahead = along * (positive[i] as number);
        const projected = scale * (step[i] as number) + (eta - 1) * ahead;
        guided[i] = (negative[i] as number) + projected + (difference[i] as number) / cfg;
      }
    }
    return { ...p, positive: guided };
  };
}
