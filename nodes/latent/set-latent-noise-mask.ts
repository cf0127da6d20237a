import { defineNode, socket } from '../graph/definition.ts';

export const setLatentNoiseMask = defineNode({
  id: 'SetLatentNoiseMask',
  title: 'Set Latent Noise Mask',
  category: 'latent/inpaint',
  description: 'Restricts sampling to where the mask is 1.',
  inputs: { samples: socket('LATENT'), mask: socket('MASK') },
  outputs: { LATENT: 'LATENT' },
  run: ({ samples, mask }) => ({ LATENT: { ...samples, noiseMask: mask } }),
});
