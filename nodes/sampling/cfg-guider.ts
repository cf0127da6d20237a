import { defineNode, float, socket } from '../graph/definition.ts';

export const cfgGuider = defineNode({
  id: 'CFGGuider',
  title: 'CFG Guider',
  category: 'model/sampling/guiders',
  description:
    'Goes from the negative prompt towards the positive, by cfg; 1 leaves the negative out.',
  inputs: {
    model: socket('MODEL'),
    positive: socket('CONDITIONING'),
    negative: socket('CONDITIONING'),
    cfg: float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }),
  },
  outputs: { GUIDER: 'GUIDER' },
  run: (guider) => ({ GUIDER: guider }),
});
