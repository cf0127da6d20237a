import { defineNode, string } from '../graph/definition.ts';
import { parseSigmas } from './sigma-lists.ts';

export const manualSigmas = defineNode({
  id: 'ManualSigmas',
  title: 'ManualSigmas',
  category: 'model/sampling/sigmas',
  description: 'Noise levels typed by hand: 1, 0.75, 0.5, 0.',
  experimental: true,
  inputs: { sigmas: string({ default: '1, 0.5' }) },
  outputs: { SIGMAS: 'SIGMAS' },
  run: ({ sigmas }) => ({ SIGMAS: parseSigmas(sigmas) }),
});
