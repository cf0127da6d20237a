import { defineNode, int, socket } from '../graph/definition.ts';
import { cropToFactor, encode } from './autoencode.ts';
import { greyOut, growMask, maskFor } from './inpaint.ts';

export const vaeEncodeForInpaint = defineNode({
  id: 'VAEEncodeForInpaint',
  title: 'VAE Encode (for Inpainting)',
  category: 'latent/inpaint',
  description:
    'Greys out what the mask covers, encodes the rest and has the covered part sampled anew.',
  inputs: {
    pixels: socket('IMAGE'),
    vae: socket('VAE'),
    mask: socket('MASK'),
    grow_mask_by: int({ default: 6, min: 0, max: 64 }),
  },
  outputs: { LATENT: 'LATENT' },
  async run({ pixels, vae, mask, grow_mask_by }, context) {
    const fitting = maskFor(pixels, mask);
    const picture = greyOut(cropToFactor(pixels), fitting);
    const samples = await encode(vae, picture, context);
    return { LATENT: { samples, noiseMask: growMask(fitting, grow_mask_by) } };
  },
});
