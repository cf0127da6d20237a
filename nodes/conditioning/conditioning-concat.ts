import { defineNode, socket } from '../graph/definition.ts';
import { concatTokens } from './combine.ts';
import { requireFirst } from './require-first.ts';

export const conditioningConcat = defineNode({
  id: 'ConditioningConcat',
  title: 'Conditioning (Concat)',
  category: 'model/conditioning/transform',
  description:
    'Puts the tokens of one prompt behind those of another; the model reads both at once.',
  inputs: {
    conditioning_to: socket('CONDITIONING'),
    conditioning_from: socket('CONDITIONING'),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run({ conditioning_to, conditioning_from }) {
    const from = requireFirst(conditioning_from, 'conditioning_from');
    return { CONDITIONING: conditioning_to.map((to) => concatTokens(to, from)) };
  },
});
