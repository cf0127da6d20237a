/** What every sampler does with latents, in place: a step allocates nothing but what the network returns. */
import type { Tensor } from '../../tensor.ts';
import type { SamplerRun } from '../sampler.ts';

/** A copy that a sampler may change. */
export const copyOf = (t: Tensor): Tensor => ({ data: t.data.slice(), shape: t.shape });

/** out = a x + b y; `out` may be `x` or `y`. */
export function blend(out: Tensor, a: number, x: Tensor, b: number, y: Tensor): void {
  const [o, p, q] = [out.data, x.data, y.data];
  for (let i = 0; i < o.length; i++) o[i] = a * (p[i] as number) + b * (q[i] as number);
}

/** x += scale y */
export function add(x: Tensor, scale: number, y: Tensor): void {
  const [p, q] = [x.data, y.data];
  for (let i = 0; i < p.length; i++) p[i] = (p[i] as number) + scale * (q[i] as number);
}

/** x += scale (y - z) */
export function addDifference(x: Tensor, scale: number, y: Tensor, z: Tensor): void {
  const [p, q, r] = [x.data, y.data, z.data];
  for (let i = 0; i < p.length; i++) {
    p[i] = (p[i] as number) + scale * ((q[i] as number) - (r[i] as number));
  }
}

/**
 * out = x moved along the straight line to `denoised` from noise level `from` to level `to`: Euler's step, and exact for
 * a constant prediction.
 */
export function moveTowards(out: Tensor, x: Tensor, denoised: Tensor, from: number, to: number) {
  const keep = to / from;
  blend(out, keep, x, 1 - keep, denoised);
}

/** One step of a run: its number and the noise levels it goes between. */
export interface Step {
  readonly index: number;
  readonly sigma: number;
  readonly next: number;
}

/** The steps of a falling list of noise levels. */
export function stepsOf({ sigmas }: Pick<SamplerRun, 'sigmas'>): Step[] {
  return Array.from({ length: Math.max(sigmas.length - 1, 0) }, (_, index) => ({
    index,
    sigma: sigmas[index] as number,
    next: sigmas[index + 1] as number,
  }));
}
