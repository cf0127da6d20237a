import type { Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { ancestralStep } from './ancestral-step.ts';
import { blend, copyOf, moveTowards, stepsOf } from './arithmetic.ts';
import { stepNoise } from './step-noise.ts';

/** Euler's method further down than asked, then fresh noise back up to the level. */
export async function eulerAncestral(run: SamplerRun, eta = 1): Promise<Tensor> {
  const x = copyOf(run.x);
  const noise = stepNoise(run.seed, x);
  for (const { index, sigma, next } of stepsOf(run)) {
    const denoised = await run.denoise(x, sigma);
    const { down, keep, renoise } = ancestralStep(sigma, next, next > 0 ? eta : 0);
    moveTowards(x, x, denoised, sigma, down);
    if (renoise > 0) blend(x, keep, x, renoise, noise());
    await run.afterStep(index, x, denoised);
  }
  return x;
}
