/** What travels along the wires, by socket type. Values are never changed once made: a node returns a new one. */
import type { ModelValue, ClipValue, VaeValue } from './models.ts';
import type { Conditioning } from './conditioning/conditioning.ts';
import type { Guider } from './sampling/guider.ts';
import type { Noise } from './sampling/noise-source.ts';
import type { Sampler } from './sampling/sampler.ts';
import type { Latent } from './latent/latent.ts';
import type { Tensor } from './tensor.ts';

export interface Sockets {
  MODEL: ModelValue;
  CLIP: ClipValue;
  VAE: VaeValue;
  CONDITIONING: readonly Conditioning[];
  LATENT: Latent;
  /** [batch, height, width, 3 or 4], 0 to 1. */
  IMAGE: Tensor;
  /** [batch, height, width], 0 to 1. */
  MASK: Tensor;
  /** Noise levels, falling; one more than steps. */
  SIGMAS: Float32Array;
  NOISE: Noise;
  SAMPLER: Sampler;
  GUIDER: Guider;
  /** A bigint beyond 2^53. */
  INT: number | bigint;
  FLOAT: number;
  STRING: string;
  BOOLEAN: boolean;
}
