import type { Latent } from '../latent/latent.ts';
import type { Tensor } from '../tensor.ts';

/** NOISE: draws the initial noise for a latent when sampling starts. */
export interface Noise {
  /** 0 for DisableNoise; step noise of ancestral and SDE samplers derives from it. */
  readonly seed: bigint;
  generate(latent: Latent): Tensor;
}
