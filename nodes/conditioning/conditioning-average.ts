import { defineNode, float, socket } from '../graph/definition.ts';
import { average } from './combine.ts';
import { requireFirst } from './require-first.ts';

export const conditioningAverage = defineNode({
  id: 'ConditioningAverage',
  title: 'Conditioning (Average)',
  category: 'model/conditioning/transform',
  description: 'Blends two prompts: 1 is the first alone, 0 the second.',
  inputs: {
    conditioning_to: socket('CONDITIONING'),
    conditioning_from: socket('CONDITIONING'),
    conditioning_to_strength: float({ default: 1, min: 0, max: 1, step: 0.01 }),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run({ conditioning_to, conditioning_from, conditioning_to_strength }) {
    const from = requireFirst(conditioning_from, 'conditioning_from');
    return {
      CONDITIONING: conditioning_to.map((to) => average(to, from, conditioning_to_strength)),
    };
  },
});
