/** The schedules by ComfyUI's names, in its order. */
import { UserError } from '../../errors.ts';
import type { FlowSampling } from '../flow.ts';
import { beta } from './beta.ts';
import { ddimUniform, simple } from './from-table.ts';
import { linearQuadratic } from './linear-quadratic.ts';
import { exponential, karras, klOptimal } from './power.ts';
import type { Schedule } from './schedule.ts';
import { normal, sgmUniform } from './spaced.ts';

const schedules = {
  simple,
  sgm_uniform: sgmUniform,
  karras,
  exponential,
  ddim_uniform: ddimUniform,
  beta,
  normal,
  linear_quadratic: linearQuadratic,
  kl_optimal: klOptimal,
} satisfies Record<string, Schedule>;

export type ScheduleName = keyof typeof schedules;
export const scheduleNames = Object.keys(schedules) as readonly ScheduleName[];

export interface ScheduleOptions {
  /** How much of the process runs: 1 all of it, 0 nothing. The number of steps stays. */
  readonly denoise?: number;
  /** Builds one level more and drops the last but one: for samplers that look at the level between. */
  readonly dropsPenultimate?: boolean;
}

/** Far above what a schedule can tell apart, and below what fills the memory. */
const MOST_LEVELS = 1e6;

/** Noise levels of `steps` steps; empty for denoise 0. @throws UserError `denoise_too_small` */
export function sigmasFor(
  sampling: FlowSampling,
  name: ScheduleName,
  steps: number,
  { denoise = 1, dropsPenultimate = false }: ScheduleOptions = {},
): Float32Array {
  if (denoise <= 0) return new Float32Array();
  const partial = denoise <= 0.9999;
  const count = partial ? Math.trunc(steps / denoise) : steps;
  if (count > MOST_LEVELS) {
    throw new UserError(
      'denoise_too_small',
      `${steps} steps at a denoise of ${denoise} are the end of a schedule of ${count} levels.`,
      `Set denoise to ${steps / MOST_LEVELS} or more, or to 0 to leave the latent as it is.`,
    );
  }
  let levels = schedules[name](sampling, dropsPenultimate ? count + 1 : count);
  if (dropsPenultimate) levels = levels.toSpliced(-2, 1);
  return Float32Array.from(partial ? levels.slice(-(steps + 1)) : levels);
}
