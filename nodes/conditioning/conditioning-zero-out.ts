import { defineNode, socket } from '../graph/definition.ts';
import { zeroOut } from './combine.ts';

export const conditioningZeroOut = defineNode({
  id: 'ConditioningZeroOut',
  title: 'Conditioning Zero Out',
  category: 'model/conditioning/transform',
  description: 'Zeros in the place of the prompt: the negative of models that were trained so.',
  inputs: { conditioning: socket('CONDITIONING') },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run: ({ conditioning }) => ({ CONDITIONING: conditioning.map(zeroOut) }),
});
