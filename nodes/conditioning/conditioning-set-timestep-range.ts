import { defineNode, float, socket } from '../graph/definition.ts';

export const conditioningSetTimestepRange = defineNode({
  id: 'ConditioningSetTimestepRange',
  title: 'ConditioningSetTimestepRange',
  category: 'model/conditioning/transform',
  description: 'Lets a prompt count in a part of the sampling only: 0 is pure noise, 1 the end.',
  inputs: {
    conditioning: socket('CONDITIONING'),
    start: float({ default: 0, min: 0, max: 1, step: 0.001 }),
    end: float({ default: 1, min: 0, max: 1, step: 0.001 }),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run: ({ conditioning, start, end }) => ({
    CONDITIONING: conditioning.map((entry) => ({ ...entry, timestepRange: { start, end } })),
  }),
});
