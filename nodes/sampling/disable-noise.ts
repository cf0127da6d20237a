import { defineNode } from '../graph/definition.ts';
import { noNoise } from './noise-source.ts';

export const disableNoise = defineNode({
  id: 'DisableNoise',
  title: 'DisableNoise',
  category: 'model/sampling/noise',
  description: 'No noise: for a latent that still has its own.',
  inputs: {},
  outputs: { NOISE: 'NOISE' },
  run: () => ({ NOISE: noNoise }),
});
