import { dim, type Tensor } from '../tensor.ts';
import { resizeRaster } from '../image/resize.ts';
import { planarRaster } from '../raster.ts';
import type { Denoiser } from './sampler.ts';

/**
 * Keeps the picture where a mask is 0: there the network sees the picture noised to the level, and the prediction is the
 * picture itself. One noise serves all steps.
 * @param mask shaped as the latent, 1 = regenerate
 */
export function maskedDenoiser(
  denoise: Denoiser,
  mask: Tensor,
  picture: Tensor,
  noise: Tensor,
): Denoiser {
  const seen: Tensor = { data: new Float32Array(picture.data.length), shape: picture.shape };
  return async (x, sigma) => {
    const [m, kept, n, out] = [mask.data, picture.data, noise.data, seen.data];
    for (let i = 0; i < out.length; i++) {
      const open = m[i] as number;
      const noised = sigma * (n[i] as number) + (1 - sigma) * (kept[i] as number);
      out[i] = (x.data[i] as number) * open + noised * (1 - open);
    }
    const { data } = await denoise(seen, sigma);
    for (let i = 0; i < data.length; i++) {
      const open = m[i] as number;
      data[i] = (data[i] as number) * open + (kept[i] as number) * (1 - open);
    }
    return { data, shape: x.shape };
  };
}

/** A latent's mask [1 or items, h, w] at any size, for every value of `latent` [items, channels, height, width]. */
export function maskLike(noiseMask: Tensor, latent: Tensor): Tensor {
  const [items, channels, height, width] = latent.shape as [number, number, number, number];
  const { data, planes } = resizeRaster(planarRaster(noiseMask), height, width, 'bilinear');
  const plane = height * width;
  const out = new Float32Array(latent.data.length);
  for (let i = 0; i < items * channels; i++) {
    const from = (Math.floor(i / channels) % planes) * plane;
    out.set(data.subarray(from, from + plane), i * plane);
  }
  return { data: out, shape: [items, channels, dim(latent, 2), dim(latent, 3)] };
}
