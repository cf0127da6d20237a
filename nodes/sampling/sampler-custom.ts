import { boolean, defineNode, float, seed, socket } from '../graph/definition.ts';
import { noNoise, randomNoise } from './noise-source.ts';
import { sampleLatent } from './sample-latent.ts';

export const samplerCustom = defineNode({
  id: 'SamplerCustom',
  title: 'SamplerCustom',
  category: 'model/sampling/custom',
  description: 'Samples with a sampler and noise levels of your own.',
  inputs: {
    model: socket('MODEL'),
    add_noise: boolean({ default: true, advanced: true }),
    noise_seed: seed(),
    cfg: float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }),
    positive: socket('CONDITIONING'),
    negative: socket('CONDITIONING'),
    sampler: socket('SAMPLER'),
    sigmas: socket('SIGMAS'),
    latent_image: socket('LATENT'),
  },
  outputs: { output: 'LATENT', denoised_output: 'LATENT' },
  noiseLevels: ({ model, sigmas }) => ({ model, sigmas }),
  async run({ model, add_noise, noise_seed, cfg, positive, negative, ...rest }, context) {
    const { sampler, sigmas, latent_image: latent } = rest;
    const guider = { model, positive, negative, cfg };
    const noise = add_noise ? randomNoise(noise_seed) : { ...noNoise, seed: noise_seed };
    const result = await sampleLatent({ guider, noise, sampler, sigmas, latent }, context);
    return { output: result.output, denoised_output: result.denoised };
  },
});
