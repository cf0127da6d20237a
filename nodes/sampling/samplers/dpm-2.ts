import { zeros, type Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { ancestralStep } from './ancestral-step.ts';
import { add, blend, copyOf, moveTowards, stepsOf } from './arithmetic.ts';
import { stepNoise } from './step-noise.ts';

/** DPM-Solver-2 (Karras et al. 2022's reading): a midpoint step, the middle taken in log sigma. Two calls a step. */
export const dpm2 = (run: SamplerRun): Promise<Tensor> => dpm2Ancestral(run, 0);

/** As `dpm2`, further down than asked, then fresh noise back up to the level. */
export async function dpm2Ancestral(run: SamplerRun, eta = 1): Promise<Tensor> {
  const x = copyOf(run.x);
  const middle = zeros(x.shape);
  const noise = stepNoise(run.seed, x);
  for (const { index, sigma, next } of stepsOf(run)) {
    const denoised = await run.denoise(x, sigma);
    if (next === 0) moveTowards(x, x, denoised, sigma, 0);
    else {
      const { down, keep, renoise } = ancestralStep(sigma, next, eta);
      const sigmaMiddle = Math.sqrt(sigma * down);
      moveTowards(middle, x, denoised, sigma, sigmaMiddle);
      const denoisedMiddle = await run.denoise(middle, sigmaMiddle);
      const slope = (down - sigma) / sigmaMiddle;
      add(x, slope, middle);
      add(x, -slope, denoisedMiddle);
      if (renoise > 0) blend(x, keep, x, renoise, noise());
    }
    await run.afterStep(index, x, denoised);
  }
  return x;
}
