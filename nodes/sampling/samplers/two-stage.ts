import { zeros, type Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { ancestralStep } from './ancestral-step.ts';
import { blend, copyOf, moveTowards, stepsOf } from './arithmetic.ts';
import { stepNoise } from './step-noise.ts';

/** The middle of a step from `sigma` down to `down`: its noise level, the latent there and the prediction from it. */
interface Middle {
  readonly sigma: number;
  readonly down: number;
  readonly level: number;
  readonly latent: Tensor;
  readonly denoised: Tensor;
}

/** What distinguishes methods that look at the middle of a step before they make it. */
export interface TwoStage {
  /** Noise level of the middle. */
  readonly middleOf: (sigma: number, down: number) => number;
  /** Takes `x` the whole step, in place. */
  readonly cross: (x: Tensor, middle: Middle) => void;
}

/**
 * Two calls a step, one in the last to 0, which is Euler's.
 * @param eta 0: without noise; above, further down than asked and with fresh noise back up to the level
 */
export async function twoStage(
  run: SamplerRun,
  eta: number,
  { middleOf, cross }: TwoStage,
): Promise<Tensor> {
  const x = copyOf(run.x);
  const latent = zeros(x.shape);
  const noise = stepNoise(run.seed, x);
  for (const { index, sigma, next } of stepsOf(run)) {
    const denoised = await run.denoise(x, sigma);
    if (next === 0) moveTowards(x, x, denoised, sigma, 0);
    else {
      const { down, keep, renoise } = ancestralStep(sigma, next, eta);
      const level = middleOf(sigma, down);
      moveTowards(latent, x, denoised, sigma, level);
      cross(x, { sigma, down, level, latent, denoised: await run.denoise(latent, level) });
      if (renoise > 0) blend(x, keep, x, renoise, noise());
    }
    await run.afterStep(index, x, denoised);
  }
  return x;
}
