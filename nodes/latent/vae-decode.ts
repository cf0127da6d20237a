import { defineNode, socket } from '../graph/definition.ts';
import { decode } from './autoencode.ts';

export const vaeDecode = defineNode({
  id: 'VAEDecode',
  title: 'VAE Decode',
  category: 'latent',
  description: 'Turns a latent into a picture.',
  inputs: { samples: socket('LATENT'), vae: socket('VAE') },
  outputs: { IMAGE: 'IMAGE' },
  run: async ({ samples, vae }, context) => ({
    IMAGE: await decode(vae, samples.samples, context),
  }),
});
