import { defineNode, modelFile } from '../graph/definition.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { fingerprint } from './fingerprint.ts';
import { vaeOf } from './vae.ts';

export const vaeLoader = defineNode({
  id: 'VAELoader',
  title: 'Load VAE',
  category: 'model/loaders',
  description: 'Loads a VAE of SD3, SD3.5 or FLUX.1, which turns latents into pictures and back.',
  inputs: { vae_name: modelFile('vae') },
  outputs: { VAE: 'VAE' },
  fingerprint: ({ vae_name }, { files }) => fingerprint('vae', vae_name, files),
  run: ({ vae_name }, { files }) => ({ VAE: vaeOf(openWeights(files.model('vae', vae_name))) }),
});
