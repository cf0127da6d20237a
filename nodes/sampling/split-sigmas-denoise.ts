import { defineNode, float, socket } from '../graph/definition.ts';
import { splitByShare } from './sigma-lists.ts';

export const splitSigmasDenoise = defineNode({
  id: 'SplitSigmasDenoise',
  title: 'SplitSigmasDenoise',
  category: 'model/sampling/sigmas',
  description: 'Cuts noise levels so that the low part holds a share of the steps.',
  inputs: {
    sigmas: socket('SIGMAS'),
    denoise: float({ default: 1, min: 0, max: 1, step: 0.01 }),
  },
  outputs: { high_sigmas: 'SIGMAS', low_sigmas: 'SIGMAS' },
  run({ sigmas, denoise }) {
    const { high, low } = splitByShare(sigmas, denoise);
    return { high_sigmas: high, low_sigmas: low };
  },
});
