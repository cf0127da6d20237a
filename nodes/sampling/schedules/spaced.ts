import { sigmaAt, timestepOf, type FlowSampling } from '../flow.ts';
import { linspace, sigmaRange, type Schedule } from './schedule.ts';

/** Below this the last level counts as 0 already, and no 0 follows it. */
const NEAR_ZERO = 1e-5;

const timestepRange = (sampling: FlowSampling) => {
  const { min, max } = sigmaRange(sampling);
  return { first: timestepOf(sampling, max), last: timestepOf(sampling, min) };
};

/** Even timesteps with both ends of the model's range (diffusers' FlowMatchEuler for SD3). */
export const normal: Schedule = (sampling, steps) => {
  const { first, last } = timestepRange(sampling);
  const endsAtZero = sigmaAt(sampling, last) <= NEAR_ZERO;
  const levels = linspace(first, last, endsAtZero ? steps + 1 : steps).map((t) =>
    sigmaAt(sampling, t),
  );
  return endsAtZero ? levels : [...levels, 0];
};

/** Even timesteps without the lower end (Stability's own spacing). */
export const sgmUniform: Schedule = (sampling, steps) => {
  const { first, last } = timestepRange(sampling);
  const timesteps = linspace(first, last, steps + 1).slice(0, -1);
  return [...timesteps.map((t) => sigmaAt(sampling, t)), 0];
};
