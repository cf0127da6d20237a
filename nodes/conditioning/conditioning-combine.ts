import { defineNode, socket } from '../graph/definition.ts';

export const conditioningCombine = defineNode({
  id: 'ConditioningCombine',
  title: 'Conditioning (Combine)',
  category: 'model/conditioning/transform',
  description: 'Several prompts, each predicted on its own and averaged by area and strength.',
  inputs: {
    conditioning_1: socket('CONDITIONING'),
    conditioning_2: socket('CONDITIONING'),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run: ({ conditioning_1, conditioning_2 }) => ({
    CONDITIONING: [...conditioning_1, ...conditioning_2],
  }),
});
