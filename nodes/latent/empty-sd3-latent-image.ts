import { allocate } from '../allocate.ts';
import { defineNode, int } from '../graph/definition.ts';

export const emptySd3LatentImage = defineNode({
  id: 'EmptySD3LatentImage',
  title: 'Empty Latent Image (SD3, FLUX)',
  category: 'latent/sd3',
  description: 'An empty latent of 16 channels to sample from.',
  inputs: {
    width: int({ default: 1024, min: 16, max: 16384, step: 16 }),
    height: int({ default: 1024, min: 16, max: 16384, step: 16 }),
    batch_size: int({ default: 1, min: 1, max: 4096 }),
  },
  outputs: { LATENT: 'LATENT' },
  run: ({ width, height, batch_size }) => ({
    LATENT: {
      samples: allocate([batch_size, 16, Math.floor(height / 8), Math.floor(width / 8)]),
    },
  }),
});
