import type { Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { add } from './arithmetic.ts';
import { twoStage, type TwoStage } from './two-stage.ts';

/** The slope in the middle carries the whole step. */
const midpoint: TwoStage = {
  middleOf: (sigma, down) => Math.sqrt(sigma * down),
  cross(x, { sigma, down, level, latent, denoised }) {
    const slope = (down - sigma) / level;
    add(x, slope, latent);
    add(x, -slope, denoised);
  },
};

/** DPM-Solver-2 (Karras et al. 2022's reading): a midpoint step, the middle taken in log sigma. */
export const dpm2 = (run: SamplerRun): Promise<Tensor> => twoStage(run, 0, midpoint);

/** As `dpm2`, further down than asked, then fresh noise back up to the level. */
export const dpm2Ancestral = (run: SamplerRun, eta = 1): Promise<Tensor> =>
  twoStage(run, eta, midpoint);
