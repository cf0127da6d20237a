import { defineNode, float, socket } from '../graph/definition.ts';

export const perpNegGuider = defineNode({
  id: 'PerpNegGuider',
  title: 'Perp-Neg Guider',
  category: 'experimental',
  description:
    'Leaves out only what of the negative prompt does not belong to the positive: counted from an empty prompt.',
  searchAliases: ['perpendicular negative'],
  experimental: true,
  inputs: {
    model: socket('MODEL'),
    positive: socket('CONDITIONING'),
    negative: socket('CONDITIONING'),
    empty_conditioning: socket('CONDITIONING', { tooltip: 'The encoding of an empty prompt.' }),
    cfg: float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }),
    neg_scale: float({
      default: 1,
      min: 0,
      max: 100,
      step: 0.01,
      tooltip: 'How far to go from the negative; 0 leaves it out.',
    }),
  },
  outputs: { GUIDER: 'GUIDER' },
  run: ({ empty_conditioning: prompt, neg_scale: negativeScale, ...guider }) => ({
    GUIDER: { ...guider, third: { prompt, role: { kind: 'empty', negativeScale } } },
  }),
});
