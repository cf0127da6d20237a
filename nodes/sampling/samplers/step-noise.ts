import type { Tensor } from '../../tensor.ts';
import { TorchGenerator } from '../random/torch-generator.ts';

/**
 * Standard normal numbers for the steps of ancestral samplers, into one buffer that is filled anew at each call.
 * On the CPU ComfyUI seeds them with seed + 1, apart from the initial noise.
 */
export function stepNoise(seed: bigint, like: Tensor): () => Tensor {
  const generator = new TorchGenerator(seed + 1n);
  const noise: Tensor = { data: new Float32Array(like.data.length), shape: like.shape };
  return () => {
    generator.fillNormal(noise.data);
    return noise;
  };
}
