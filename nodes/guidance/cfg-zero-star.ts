import { defineNode, socket } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';

export const cfgZeroStar = defineNode({
  id: 'CFGZeroStar',
  title: 'CFGZeroStar',
  category: 'advanced/guidance',
  description:
    'CFG-Zero*: scales the negative so that it agrees with the positive as far as it can before the two are mixed. Needs a cfg other than 1.',
  searchAliases: ['cfg zero', 'optimized scale'],
  inputs: { model: socket('MODEL') },
  outputs: { patched_model: 'MODEL' },
  run: ({ model }) => ({ patched_model: withRule(model, { kind: 'zeroStar' }) }),
});
