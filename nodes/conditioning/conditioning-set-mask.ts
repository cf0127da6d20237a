import { combo, defineNode, float, socket } from '../graph/definition.ts';

export const conditioningSetMask = defineNode({
  id: 'ConditioningSetMask',
  title: 'Conditioning (Set Mask)',
  category: 'model/conditioning/transform',
  description: 'Lets a prompt count inside a mask only.',
  inputs: {
    conditioning: socket('CONDITIONING'),
    mask: socket('MASK'),
    strength: float({ default: 1, min: 0, max: 10, step: 0.01 }),
    set_cond_area: combo(['default', 'mask bounds']),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run: ({ conditioning, mask, strength, set_cond_area }) => ({
    CONDITIONING: conditioning.map((entry) => ({
      ...entry,
      mask,
      maskStrength: strength,
      maskBounds: set_cond_area === 'mask bounds',
    })),
  }),
});
