import { defineNode, socket } from '../graph/definition.ts';
import { withRule } from './model-guidance.ts';

export const tcfg = defineNode({
  id: 'TCFG',
  title: 'Tangential Damping CFG',
  category: 'advanced/guidance',
  description:
    'Leaves of the negative only what it shares with the positive, which keeps guidance on course. Needs a cfg other than 1.',
  searchAliases: ['tangential damping'],
  inputs: { model: socket('MODEL') },
  outputs: { patched_model: 'MODEL' },
  run: ({ model }) => ({ patched_model: withRule(model, { kind: 'tangentialDamping' }) }),
});
