import { sigmaTable, type FlowSampling } from '../flow.ts';
import { roundHalfToEven } from '../../round.ts';
import { inverseIncompleteBeta } from './incomplete-beta.ts';
import type { Schedule } from './schedule.ts';

/** What is a half but for rounding error counts as one. */
const nearestIndex = (value: number) => roundHalfToEven(Math.round(value * 1e9) / 1e9);

/**
 * Table entries at the beta distribution's quantiles: dense at both ends for alpha, beta < 1 (Lee et al. 2024,
 * "Beta Sampling is All You Need"). Equal neighbours are given once, so many steps may come out fewer. alpha, beta > 0.
 */
export function betaLevels(
  sampling: FlowSampling,
  steps: number,
  alpha: number,
  beta: number,
): number[] {
  const table = sigmaTable(sampling);
  const indexes = Array.from({ length: steps }, (_, k) =>
    nearestIndex(inverseIncompleteBeta(1 - k / steps, alpha, beta) * (table.length - 1)),
  );
  const distinct = indexes.filter((index, k) => index !== indexes[k - 1]);
  return [...distinct.map((index) => table[index] as number), 0];
}

export const beta: Schedule = (sampling, steps) => betaLevels(sampling, steps, 0.6, 0.6);
