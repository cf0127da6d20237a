import { defineNode, int, socket } from '../graph/definition.ts';
import { encode, tilingOf } from './autoencode.ts';

export const vaeEncodeTiled = defineNode({
  id: 'VAEEncodeTiled',
  title: 'VAE Encode (Tiled)',
  category: 'latent',
  description:
    'Turns a picture into a latent tile by tile: for pictures that do not fit into memory.',
  inputs: {
    pixels: socket('IMAGE'),
    vae: socket('VAE'),
    tile_size: int({ default: 512, min: 64, max: 4096, step: 64, advanced: true }),
    overlap: int({ default: 64, min: 0, max: 4096, step: 32, advanced: true }),
    temporal_size: int({ default: 64, min: 8, max: 4096, step: 4, advanced: true }),
    temporal_overlap: int({ default: 8, min: 4, max: 4096, step: 4, advanced: true }),
  },
  outputs: { LATENT: 'LATENT' },
  run: async ({ pixels, vae, tile_size, overlap }, context) => ({
    LATENT: { samples: await encode(vae, pixels, context, tilingOf(tile_size, overlap)) },
  }),
});
