import { defineNode, float, socket } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';

export const rescaleCfg = defineNode({
  id: 'RescaleCFG',
  title: 'RescaleCFG',
  category: 'model/patch',
  description:
    'Takes the contrast that a high cfg adds back to that of the positive prompt. Needs a cfg other than 1.',
  searchAliases: ['oversaturation', 'high cfg', 'guidance rescale'],
  inputs: {
    model: socket('MODEL'),
    multiplier: float({
      default: 0.7,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'How much of the correction is taken; 0 none.',
    }),
  },
  outputs: { MODEL: 'MODEL' },
  run: ({ model, multiplier }) => ({
    MODEL: withRule(model, { kind: 'rescaled', share: multiplier }),
  }),
});
