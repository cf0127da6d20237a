import { zeros, type Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { add, blend, copyOf, stepsOf } from './arithmetic.ts';

const ORDER = 4;

/** Adams-Bashforth of order 4 on uneven steps (k-diffusion's linear multistep); the step to 0 takes the prediction. */
export async function lms(run: SamplerRun): Promise<Tensor> {
  const x = copyOf(run.x);
  let slopes: Tensor[] = [];
  for (const { index, sigma, next } of stepsOf(run)) {
    const denoised = await run.denoise(x, sigma);
    const recycled = slopes[ORDER - 1] ?? zeros(x.shape);
    blend(recycled, 1 / sigma, x, -1 / sigma, denoised);
    slopes = [recycled, ...slopes.slice(0, ORDER - 1)];
    if (next === 0) x.data.set(denoised.data);
    else {
      const nodes = slopes.map((_, back) => run.sigmas[index - back] as number);
      slopes.forEach((slope, j) => add(x, lagrangeIntegral(nodes, j, sigma, next), slope));
    }
    await run.afterStep(index, x, denoised);
  }
  return x;
}

/** Integral from `from` to `to` of the polynomial that is 1 at nodes[j] and 0 at the others: exact for up to 4 nodes. */
function lagrangeIntegral(nodes: readonly number[], j: number, from: number, to: number): number {
  const basis = (t: number) =>
    nodes.reduce((product, node, k) => {
      return k === j ? product : (product * (t - node)) / ((nodes[j] as number) - node);
    }, 1);
  const [centre, half] = [(from + to) / 2, (to - from) / 2];
  const gauss = half / Math.sqrt(3);
  return half * (basis(centre - gauss) + basis(centre + gauss));
}
