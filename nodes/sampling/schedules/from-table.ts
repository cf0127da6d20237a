import { sigmaTable } from '../flow.ts';
import type { Schedule } from './schedule.ts';

/** Every (table / steps)-th entry from the top. */
export const simple: Schedule = (sampling, steps) => {
  const table = sigmaTable(sampling);
  const stride = table.length / steps;
  const levels = Array.from(
    { length: steps },
    (_, k) => table[table.length - 1 - Math.trunc(k * stride)] as number,
  );
  return [...levels, 0];
};

/**
 * Every whole stride from the table's second entry up, so that it starts below the top and has a step more
 * where the steps do not divide the table (as DDIM spaced its timesteps).
 */
export const ddimUniform: Schedule = (sampling, steps) => {
  const table = sigmaTable(sampling);
  const stride = Math.max(Math.floor(table.length / steps), 1);
  const rising = [0];
  for (let i = 1; i < table.length; i += stride) rising.push(table[i] as number);
  return rising.reverse();
};
