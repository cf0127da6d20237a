import type { Tensor } from '../../tensor.ts';

const HALF = 128;
const { fround } = Math;

/** Width of the sinusoidal timestep embedding. */
export const TIME_WIDTH = 2 * HALF;

/** Rounded to float32 after every operation, as torch does: at t = 1000 an angle's last bit is 6e-5 rad. */
const frequencies = Array.from({ length: HALF }, (_, i) =>
  fround(Math.exp(fround(fround(fround(-Math.log(10_000)) * i) / HALF))),
);

/**
 * Sinusoidal embedding of timesteps, cosines first: [batch, 256]. Computed on the host, since GPUs' cosines of large angles are inexact.
 * Source: Ho et al. 2020, arXiv 2006.11239, appendix B; half widths and order as DiT has them.
 */
export function timeEmbedding(timesteps: Float32Array): Tensor {
  const data = new Float32Array(timesteps.length * TIME_WIDTH);
  timesteps.forEach((t, item) => {
    frequencies.forEach((frequency, i) => {
      const angle = fround(t * frequency);
      data[item * TIME_WIDTH + i] = Math.cos(angle);
      data[item * TIME_WIDTH + HALF + i] = Math.sin(angle);
    });
  });
  return { data, shape: [timesteps.length, TIME_WIDTH] };
}
