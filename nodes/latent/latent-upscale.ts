import { combo, defineNode, int, socket } from '../graph/definition.ts';
import { CROPS, wantedSize } from '../image/resize.ts';
import { VAE_FACTOR } from '../networks/vae/vae-config.ts';
import { dim } from '../tensor.ts';
import { LATENT_METHODS, upscaleLatent } from './upscale.ts';

const LEAST_SIDE = 64;

export const latentUpscale = defineNode({
  id: 'LatentUpscale',
  title: 'Upscale Latent',
  category: 'latent',
  description: 'Resizes a latent to a size in pixels; 0 keeps the aspect.',
  inputs: {
    samples: socket('LATENT'),
    upscale_method: combo(LATENT_METHODS),
    width: int({ default: 512, min: 0, max: 16384, step: 8 }),
    height: int({ default: 512, min: 0, max: 16384, step: 8 }),
    crop: combo(CROPS),
  },
  outputs: { LATENT: 'LATENT' },
  run({ samples, upscale_method, width, height, crop }) {
    if (width === 0 && height === 0) return { LATENT: samples };
    const current = { height: dim(samples.samples, 2), width: dim(samples.samples, 3) };
    const wanted = wantedSize(current, height, width, LEAST_SIDE);
    const cells = (pixels: number) => Math.floor(pixels / VAE_FACTOR);
    const [h, w] = [cells(wanted.height), cells(wanted.width)];
    return { LATENT: upscaleLatent(samples, h, w, upscale_method, crop) };
  },
});
