import { defineNode, socket } from '../graph/definition.ts';
import { sampleLatent } from './sample-latent.ts';

export const samplerCustomAdvanced = defineNode({
  id: 'SamplerCustomAdvanced',
  title: 'SamplerCustomAdvanced',
  category: 'model/sampling/custom',
  description: 'Samples with a noise, a guider, a sampler and noise levels of your own.',
  inputs: {
    noise: socket('NOISE'),
    guider: socket('GUIDER'),
    sampler: socket('SAMPLER'),
    sigmas: socket('SIGMAS'),
    latent_image: socket('LATENT'),
  },
  outputs: { output: 'LATENT', denoised_output: 'LATENT' },
  noiseLevels: ({ guider, sigmas }) => ({ model: guider.model, sigmas }),
  async run({ latent_image: latent, ...task }, context) {
    const { output, denoised } = await sampleLatent({ ...task, latent }, context);
    return { output, denoised_output: denoised };
  },
});
