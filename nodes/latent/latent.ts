import type { Tensor } from '../tensor.ts';

/** Latents as the VAE gives them (the sampler applies the model's own scale). */
export interface Latent {
  /** [batch, channels, height / 8, width / 8] */
  readonly samples: Tensor;
  /** [1 or batch, height, width] at any size: 1 = regenerate. */
  readonly noiseMask?: Tensor;
  /** Which items of a larger batch these are: they draw the same noise as there. */
  readonly batchIndex?: readonly number[];
}
