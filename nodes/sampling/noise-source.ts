import type { Latent } from '../latent/latent.ts';
import { dim, sizeOf, zeros, type Tensor } from '../tensor.ts';
import { TorchGenerator } from './random/torch-generator.ts';

/** NOISE: draws the initial noise for a latent when sampling starts. */
export interface Noise {
  /** 0 for DisableNoise; step noise of ancestral and SDE samplers derives from it. */
  readonly seed: bigint;
  /** Standard normal numbers in the shape of the samples. */
  generate(latent: Latent): Tensor;
}

/** `torch.randn` of the seed, the whole batch in one draw; with `batchIndex`, each item as in the batch it came from. */
export function randomNoise(seed: bigint): Noise {
  return {
    seed,
    generate({ samples, batchIndex }) {
      const generator = new TorchGenerator(seed);
      if (!batchIndex) {
        return { data: generator.normal(sizeOf(samples.shape)), shape: samples.shape };
      }
      return pickFromBatch(generator, samples, batchIndex);
    },
  };
}

export const noNoise: Noise = { seed: 0n, generate: ({ samples }) => zeros(samples.shape) };

function pickFromBatch(
  generator: TorchGenerator,
  samples: Tensor,
  batchIndex: readonly number[],
): Tensor {
  const size = samples.data.length / dim(samples, 0);
  const out = zeros([batchIndex.length, ...samples.shape.slice(1)]);
  const last = Math.max(...batchIndex);
  for (let index = 0; index <= last; index++) {
    const item = generator.normal(size);
    batchIndex.forEach((wanted, k) => {
      if (wanted === index) out.data.set(item, k * size);
    });
  }
  return out;
}
