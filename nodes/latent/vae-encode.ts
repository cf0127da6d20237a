import { defineNode, socket } from '../graph/definition.ts';
import { encode } from './autoencode.ts';

export const vaeEncode = defineNode({
  id: 'VAEEncode',
  title: 'VAE Encode',
  category: 'latent',
  description: 'Turns a picture into a latent; its sides are cropped to multiples of 8.',
  inputs: { pixels: socket('IMAGE'), vae: socket('VAE') },
  outputs: { LATENT: 'LATENT' },
  run: async ({ pixels, vae }, context) => ({
    LATENT: { samples: await encode(vae, pixels, context) },
  }),
});
