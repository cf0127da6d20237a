import { defineNode, seed } from '../graph/definition.ts';
import { randomNoise } from './noise-source.ts';

export const randomNoiseNode = defineNode({
  id: 'RandomNoise',
  title: 'RandomNoise',
  category: 'model/sampling/noise',
  description: 'Noise from a seed, drawn for the latent when sampling starts.',
  inputs: { noise_seed: seed() },
  outputs: { NOISE: 'NOISE' },
  run: ({ noise_seed }) => ({ NOISE: randomNoise(noise_seed) }),
});
