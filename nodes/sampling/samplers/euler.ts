import type { Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { copyOf, moveTowards, stepsOf } from './arithmetic.ts';

/** Euler's method on dx/dsigma = (x - x0) / sigma. */
export async function euler(run: SamplerRun): Promise<Tensor> {
  const x = copyOf(run.x);
  for (const { index, sigma, next } of stepsOf(run)) {
    const denoised = await run.denoise(x, sigma);
    moveTowards(x, x, denoised, sigma, next);
    await run.afterStep(index, x, denoised);
  }
  return x;
}
