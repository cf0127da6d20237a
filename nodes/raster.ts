/** Pictures, masks and latents seen alike: planes of rows of columns of `inner` interleaved values. */
import { dim, type Tensor } from './tensor.ts';

export interface Raster {
  /** [planes, height, width, inner], row-major. */
  readonly data: Float32Array;
  readonly planes: number;
  readonly height: number;
  readonly width: number;
  readonly inner: number;
}

/** IMAGE [batch, height, width, channels]; shares memory. */
export function imageRaster(t: Tensor): Raster {
  return { data: t.data, planes: dim(t, 0), height: dim(t, 1), width: dim(t, 2), inner: dim(t, 3) };
}

/** LATENT [batch, channels, height, width] or MASK [batch, height, width]; shares memory. */
export function planarRaster(t: Tensor): Raster {
  const [height, width] = [dim(t, -2), dim(t, -1)];
  return { data: t.data, planes: t.data.length / (height * width), height, width, inner: 1 };
}

/** The rectangle from row `y`, column `x`; copies. It must lie inside. */
export function cropRaster(r: Raster, y: number, x: number, height: number, width: number): Raster {
  const run = width * r.inner;
  const data = new Float32Array(r.planes * height * run);
  for (let row = 0; row < r.planes * height; row++) {
    const plane = Math.floor(row / height);
    const from = ((plane * r.height + y + (row % height)) * r.width + x) * r.inner;
    data.set(r.data.subarray(from, from + run), row * run);
  }
  return { ...r, data, height, width };
}
