/** Latents at another size; noise mask and batch places stay as they are. */
import { cropToAspect, resizeRaster, type Crop } from '../image/resize.ts';
import { planarRaster } from '../raster.ts';
import { dim } from '../tensor.ts';
import { bislerp } from './bislerp.ts';
import type { Latent } from './latent.ts';

export const LATENT_METHODS = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'bislerp'] as const;
type LatentMethod = (typeof LATENT_METHODS)[number];

/** @param height in latent cells @param width in latent cells */
export function upscaleLatent(
  latent: Latent,
  height: number,
  width: number,
  method: LatentMethod,
  crop: Crop,
): Latent {
  const { samples } = latent;
  const [batch, channels] = [dim(samples, 0), dim(samples, 1)];
  const source = planarRaster(samples);
  const part = crop === 'center' ? cropToAspect(source, height, width) : source;
  if (method === 'bislerp') {
    const cropped = { data: part.data, shape: [batch, channels, part.height, part.width] };
    return { ...latent, samples: bislerp(cropped, height, width) };
  }
  const { data } = resizeRaster(part, height, width, method);
  return { ...latent, samples: { data, shape: [batch, channels, height, width] } };
}
