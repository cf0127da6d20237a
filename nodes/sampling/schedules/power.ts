import { linspace, sigmaRange, type Schedule } from './schedule.ts';

/** Karras et al. 2022, eq. 5: even in sigma^(1 / rho). */
export function karrasLevels(steps: number, min: number, max: number, rho = 7): number[] {
  const [low, high] = [min ** (1 / rho), max ** (1 / rho)];
  return [...linspace(0, 1, steps).map((u) => (high + u * (low - high)) ** rho), 0];
}

export const karras: Schedule = (sampling, steps) => {
  const { min, max } = sigmaRange(sampling);
  return karrasLevels(steps, min, max);
};

/** Even in log sigma. */
export const exponential: Schedule = (sampling, steps) => {
  const { min, max } = sigmaRange(sampling);
  return [...linspace(Math.log(max), Math.log(min), steps).map(Math.exp), 0];
};

/** Even in arctan sigma: optimal in KL divergence (Sabour et al. 2024, Align Your Steps, theorem 3.1). */
export const klOptimal: Schedule = (sampling, steps) => {
  const { min, max } = sigmaRange(sampling);
  return [...linspace(Math.atan(max), Math.atan(min), steps).map(Math.tan), 0];
};
