import { sigmaRange, type Schedule } from './schedule.ts';

/** How far the linear half goes: 1 - sigma at its end (Meta's Movie Gen, as Mochi and LTX use it). */
const LINEAR_REACH = 0.025;

/** 1 - sigma grows linearly over half of the steps, then quadratically to 1 with the same slope at the joint. */
export const linearQuadratic: Schedule = (sampling, steps) => {
  const { max } = sigmaRange(sampling);
  if (steps === 1) return [max, 0];
  const linear = Math.floor(steps / 2);
  const quadratic = steps - linear;
  const slope = LINEAR_REACH / linear;
  const curve = (1 - LINEAR_REACH - slope * quadratic) / quadratic ** 2;
  const levels = Array.from({ length: steps }, (_, i) => {
    const beyond = Math.max(i - linear, 0);
    return max * (1 - (slope * i + curve * beyond ** 2));
  });
  return [...levels, 0];
};
