import { combo, defineNode, float, socket } from '../graph/definition.ts';
import { roundHalfToEven } from '../round.ts';
import { dim } from '../tensor.ts';
import { LATENT_METHODS, upscaleLatent } from './upscale.ts';

export const latentUpscaleBy = defineNode({
  id: 'LatentUpscaleBy',
  title: 'Upscale Latent By',
  category: 'latent',
  description: 'Resizes a latent by a factor.',
  inputs: {
    samples: socket('LATENT'),
    upscale_method: combo(LATENT_METHODS),
    scale_by: float({ default: 1.5, min: 0.01, max: 8, step: 0.01 }),
  },
  outputs: { LATENT: 'LATENT' },
  run({ samples, upscale_method, scale_by }) {
    const [height, width] = [2, 3].map((axis) =>
      Math.max(1, roundHalfToEven(dim(samples.samples, axis) * scale_by)),
    ) as [number, number];
    return { LATENT: upscaleLatent(samples, height, width, upscale_method, 'disabled') };
  },
});
