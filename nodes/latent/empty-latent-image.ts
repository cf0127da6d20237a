import { allocate } from '../allocate.ts';
import { defineNode, int } from '../graph/definition.ts';

export const emptyLatentImage = defineNode({
  id: 'EmptyLatentImage',
  title: 'Empty Latent Image',
  category: 'latent',
  description: 'An empty latent to sample from; models with more channels widen it.',
  inputs: {
    width: int({ default: 512, min: 16, max: 16384, step: 8 }),
    height: int({ default: 512, min: 16, max: 16384, step: 8 }),
    batch_size: int({ default: 1, min: 1, max: 4096 }),
  },
  outputs: { LATENT: 'LATENT' },
  run: ({ width, height, batch_size }) => ({
    LATENT: {
      samples: allocate([batch_size, 4, Math.floor(height / 8), Math.floor(width / 8)]),
    },
  }),
});
