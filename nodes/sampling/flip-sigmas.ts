import { defineNode, socket } from '../graph/definition.ts';
import { flip } from './sigma-lists.ts';

export const flipSigmas = defineNode({
  id: 'FlipSigmas',
  title: 'FlipSigmas',
  category: 'model/sampling/sigmas',
  description: 'Turns noise levels round, to noise a picture back.',
  inputs: { sigmas: socket('SIGMAS') },
  outputs: { SIGMAS: 'SIGMAS' },
  run: ({ sigmas }) => ({ SIGMAS: flip(sigmas) }),
});
