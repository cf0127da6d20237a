import type { Tensor } from '../../tensor.ts';
import { BrownianTree } from '../random/brownian-tree.ts';

/**
 * Standard normal numbers for a step of an SDE sampler, as the increments of one Brownian path over the noise levels:
 * more steps with the same seed refine the same path (k-diffusion's BrownianTreeNoiseSampler).
 */
export function brownianNoise(
  seed: bigint,
  like: Tensor,
  sigmas: Float32Array,
): (sigma: number, next: number) => Tensor {
  const positive = sigmas.filter((sigma) => sigma > 0);
  const [lowest, highest] = [Math.min(...positive), Math.max(...positive)];
  const tree = new BrownianTree(seed, like.data.length, lowest, highest);
  return (sigma, next) => {
    const data = tree.increment(next, sigma);
    const scale = Math.fround(Math.sqrt(Math.fround(sigma - next)));
    for (let i = 0; i < data.length; i++) data[i] = -(data[i] as number) / scale;
    return { data, shape: like.shape };
  };
}
