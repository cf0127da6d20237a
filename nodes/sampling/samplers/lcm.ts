import type { Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { blend, copyOf, stepsOf } from './arithmetic.ts';
import { stepNoise } from './step-noise.ts';

/** Consistency sampling (Luo et al. 2023): each step predicts the picture and noises it afresh to the next level. */
export async function lcm(run: SamplerRun): Promise<Tensor> {
  const x = copyOf(run.x);
  const noise = stepNoise(run.seed, x);
  for (const { index, sigma, next } of stepsOf(run)) {
    const denoised = await run.denoise(x, sigma);
    if (next === 0) x.data.set(denoised.data);
    else blend(x, 1 - next, denoised, next, noise());
    await run.afterStep(index, x, denoised);
  }
  return x;
}
