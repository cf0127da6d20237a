import { defineNode, int, socket } from '../graph/definition.ts';
import { splitAt } from './sigma-lists.ts';

export const splitSigmas = defineNode({
  id: 'SplitSigmas',
  title: 'SplitSigmas',
  category: 'model/sampling/sigmas',
  description: 'Cuts noise levels at a step, for two samplers one after the other.',
  inputs: { sigmas: socket('SIGMAS'), step: int({ default: 0, min: 0, max: 10_000 }) },
  outputs: { high_sigmas: 'SIGMAS', low_sigmas: 'SIGMAS' },
  run({ sigmas, step }) {
    const { high, low } = splitAt(sigmas, step);
    return { high_sigmas: high, low_sigmas: low };
  },
});
