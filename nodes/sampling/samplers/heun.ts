import { zeros, type Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';
import { copyOf, moveTowards, stepsOf } from './arithmetic.ts';

/** Heun's method (Karras et al. 2022, algorithm 1 without churn): two calls a step, one in the last to 0. */
export async function heun(run: SamplerRun): Promise<Tensor> {
  const x = copyOf(run.x);
  const ahead = zeros(x.shape);
  for (const { index, sigma, next } of stepsOf(run)) {
    const denoised = await run.denoise(x, sigma);
    moveTowards(ahead, x, denoised, sigma, next);
    if (next === 0) x.data.set(ahead.data);
    else trapezoid(x, denoised, sigma, ahead, await run.denoise(ahead, next), next);
    await run.afterStep(index, x, denoised);
  }
  return x;
}

/** x moves by the mean of the slopes at both ends. */
function trapezoid(
  x: Tensor,
  denoised: Tensor,
  sigma: number,
  ahead: Tensor,
  denoisedAhead: Tensor,
  next: number,
): void {
  const half = (next - sigma) / 2;
  const [p, d, q, e] = [x.data, denoised.data, ahead.data, denoisedAhead.data];
  for (let i = 0; i < p.length; i++) {
    const here = ((p[i] as number) - (d[i] as number)) / sigma;
    const there = ((q[i] as number) - (e[i] as number)) / next;
    p[i] = (p[i] as number) + half * (here + there);
  }
}
