import type { Tensor } from '../tensor.ts';
import type { FlowSampling } from './flow.ts';

/**
 * x0 predicted at noise level `sigma` for every item of the batch. Reads `x` while it runs and keeps nothing of it;
 * what it returns is the caller's.
 */
export type Denoiser = (x: Tensor, sigma: number) => Promise<Tensor>;

export interface SamplerRun {
  readonly denoise: Denoiser;
  /** Starting latent, noise included, in the model's scale. */
  readonly x: Tensor;
  /** Falling; the last may be 0. */
  readonly sigmas: Float32Array;
  readonly seed: bigint;
  /** Where the model's noise levels come from. */
  readonly sampling: FlowSampling;
  /** Called after each of the `sigmas.length - 1` steps with the x0 just predicted. */
  afterStep(step: number, x: Tensor, denoised: Tensor): Promise<void>;
}

/** SAMPLER: turns noise into a latent with the help of a denoiser. */
export interface Sampler {
  readonly name: string;
  /** Where a mask keeps the picture, it is noised with numbers of its own instead of the initial noise (ddim). */
  readonly freshMaskNoise?: boolean;
  sample(run: SamplerRun): Promise<Tensor>;
}
