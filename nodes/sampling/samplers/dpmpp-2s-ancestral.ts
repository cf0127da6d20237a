import { zeros, type Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { ancestralStep } from './ancestral-step.ts';
import { blend, copyOf, moveTowards, stepsOf } from './arithmetic.ts';
import { rectifiedFlow, type Process } from './process.ts';
import { stepNoise } from './step-noise.ts';

/** Where the first half step from pure noise ends: the signal-to-noise ratio has no middle there. */
const MIDDLE_FROM_PURE_NOISE = 0.9999;

/**
 * DPM-Solver++ (2S) (Lu et al. 2022, algorithm 1) with ancestral noise: the prediction in the middle, by log
 * signal-to-noise ratio, carries the whole step.
 */
export async function dpmpp2sAncestral(
  run: SamplerRun,
  eta = 1,
  process: Process = rectifiedFlow,
): Promise<Tensor> {
  const x = copyOf(run.x);
  const middle = zeros(x.shape);
  const noise = stepNoise(run.seed, x);
  for (const { index, sigma, next } of stepsOf(run)) {
    const denoised = await run.denoise(x, sigma);
    if (next === 0) moveTowards(x, x, denoised, sigma, 0);
    else {
      const { down, keep, renoise } = ancestralStep(sigma, next, eta);
      const lambda = process.halfLogSnr(sigma);
      const sigmaMiddle = Number.isFinite(lambda)
        ? process.sigmaAt((lambda + process.halfLogSnr(down)) / 2)
        : MIDDLE_FROM_PURE_NOISE;
      moveTowards(middle, x, denoised, sigma, sigmaMiddle);
      moveTowards(x, x, await run.denoise(middle, sigmaMiddle), sigma, down);
      if (renoise > 0) blend(x, keep, x, renoise, noise());
    }
    await run.afterStep(index, x, denoised);
  }
  return x;
}
