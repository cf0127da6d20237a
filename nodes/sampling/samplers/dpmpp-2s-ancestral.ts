import type { Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { moveTowards } from './arithmetic.ts';
import { rectifiedFlow, type Process } from './process.ts';
import { twoStage } from './two-stage.ts';

/** Where the first half step from pure noise ends: the signal-to-noise ratio has no middle there. */
const MIDDLE_FROM_PURE_NOISE = 0.9999;

/**
 * DPM-Solver++ (2S) (Lu et al. 2022, algorithm 1) with ancestral noise: the prediction in the middle, by log
 * signal-to-noise ratio, carries the whole step.
 */
export function dpmpp2sAncestral(
  run: SamplerRun,
  eta = 1,
  process: Process = rectifiedFlow,
): Promise<Tensor> {
  return twoStage(run, eta, {
    middleOf(sigma, down) {
      const lambda = process.halfLogSnr(sigma);
      return Number.isFinite(lambda)
        ? process.sigmaAt((lambda + process.halfLogSnr(down)) / 2)
        : MIDDLE_FROM_PURE_NOISE;
    },
    cross: (x, { sigma, down, denoised }) => moveTowards(x, x, denoised, sigma, down),
  });
}
