import { defineNode, int, socket } from '../graph/definition.ts';
import { decode, tilingOf } from './autoencode.ts';

export const vaeDecodeTiled = defineNode({
  id: 'VAEDecodeTiled',
  title: 'VAE Decode (Tiled)',
  category: 'latent',
  description:
    'Turns a latent into a picture tile by tile: for pictures that do not fit into memory.',
  inputs: {
    samples: socket('LATENT'),
    vae: socket('VAE'),
    tile_size: int({ default: 512, min: 64, max: 4096, step: 32, advanced: true }),
    overlap: int({ default: 64, min: 0, max: 4096, step: 32, advanced: true }),
    temporal_size: int({ default: 64, min: 8, max: 4096, step: 4, advanced: true }),
    temporal_overlap: int({ default: 8, min: 4, max: 4096, step: 4, advanced: true }),
  },
  outputs: { IMAGE: 'IMAGE' },
  run: async ({ samples, vae, tile_size, overlap }, context) => ({
    IMAGE: await decode(vae, samples.samples, context, tilingOf(tile_size, overlap)),
  }),
});
