import { defineNode, float, int, socket } from '../graph/definition.ts';

const PIXELS_PER_LATENT = 8;
const toLatent = (pixels: number) => Math.floor(pixels / PIXELS_PER_LATENT);

export const conditioningSetArea = defineNode({
  id: 'ConditioningSetArea',
  title: 'Conditioning (Set Area)',
  category: 'model/conditioning/transform',
  description: 'Lets a prompt count inside a rectangle only.',
  inputs: {
    conditioning: socket('CONDITIONING'),
    width: int({ default: 64, min: 64, max: 16384, step: 8 }),
    height: int({ default: 64, min: 64, max: 16384, step: 8 }),
    x: int({ default: 0, min: 0, max: 16384, step: 8 }),
    y: int({ default: 0, min: 0, max: 16384, step: 8 }),
    strength: float({ default: 1, min: 0, max: 10, step: 0.01 }),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run({ conditioning, width, height, x, y, strength }) {
    const area = {
      height: toLatent(height),
      width: toLatent(width),
      y: toLatent(y),
      x: toLatent(x),
    };
    return { CONDITIONING: conditioning.map((entry) => ({ ...entry, area, strength })) };
  },
});
