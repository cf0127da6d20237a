import { defineNode, float, socket } from '../graph/definition.ts';
import { withGuidance } from './model-guidance.ts';

export const naGuidance = defineNode({
  id: 'NAGuidance',
  title: 'Normalized Attention Guidance',
  category: 'advanced/guidance',
  description:
    'A negative prompt that works at cfg 1 too, so also on FLUX schnell and other distilled models: it acts inside the attention.',
  searchAliases: ['nag', 'negative prompt', 'schnell', 'distilled'],
  experimental: true,
  inputs: {
    model: socket('MODEL'),
    nag_scale: float({
      default: 5,
      min: 0,
      max: 50,
      step: 0.1,
      tooltip: 'How far to go from the negative prompt; 1 changes nothing.',
    }),
    nag_alpha: float({
      default: 0.5,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'How much of the guided attention is taken; 0 none, 1 all.',
    }),
    nag_tau: float({
      default: 1.5,
      min: 1,
      max: 10,
      step: 0.01,
      tooltip: 'How many times as strong as without guidance the attention may become.',
    }),
  },
  outputs: { MODEL: 'MODEL' },
  run: ({ model, nag_scale: scale, nag_alpha: alpha, nag_tau: tau }) => ({
    MODEL: withGuidance(model, { attention: { scale, alpha, tau } }),
  }),
});
