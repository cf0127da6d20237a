import { defineNode, float, socket } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';

export const apg = defineNode({
  id: 'APG',
  title: 'Adaptive Projected Guidance',
  category: 'model/sampling/custom',
  description:
    'High cfg without oversaturation: limits how far a step goes from the negative, and how much of it only strengthens what is there. Needs a cfg other than 1.',
  searchAliases: ['oversaturation', 'high cfg', 'projection'],
  inputs: {
    model: socket('MODEL'),
    eta: float({
      default: 1,
      min: -10,
      max: 10,
      step: 0.01,
      tooltip: 'How much of the step along the positive stays; 1 keeps all, less saturates less.',
    }),
    norm_threshold: float({
      default: 5,
      min: 0,
      max: 50,
      step: 0.1,
      tooltip: 'The longest that the step may be; 0 leaves it as it is.',
    }),
    momentum: float({
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
      tooltip: 'How much of the steps before is added; 0 none.',
    }),
  },
  outputs: { MODEL: 'MODEL' },
  run: ({ model, eta, norm_threshold: normThreshold, momentum }) => ({
    MODEL: withRule(model, { kind: 'projected', eta, normThreshold, momentum }),
  }),
});
