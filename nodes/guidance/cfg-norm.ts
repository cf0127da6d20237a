import { defineNode, float, socket } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';

export const cfgNorm = defineNode({
  id: 'CFGNorm',
  title: 'CFGNorm',
  category: 'advanced/guidance',
  description: 'Keeps guidance from making any spot stronger than the positive prompt alone would.',
  searchAliases: ['oversaturation', 'normalize guidance'],
  experimental: true,
  inputs: {
    model: socket('MODEL'),
    strength: float({
      default: 1,
      min: 0,
      max: 100,
      step: 0.01,
      tooltip: 'What the result is multiplied by.',
    }),
  },
  outputs: { patched_model: 'MODEL' },
  run: ({ model, strength }) => ({
    patched_model: withRule(model, { kind: 'channelNorm', strength }),
  }),
});
