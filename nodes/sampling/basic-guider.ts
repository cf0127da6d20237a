import { defineNode, socket } from '../graph/definition.ts';

export const basicGuider = defineNode({
  id: 'BasicGuider',
  title: 'Basic Guider',
  category: 'model/sampling/guiders',
  description: 'Follows one prompt as the model does by itself, without guidance by a negative.',
  inputs: { model: socket('MODEL'), conditioning: socket('CONDITIONING') },
  outputs: { GUIDER: 'GUIDER' },
  run: ({ model, conditioning }) => ({
    GUIDER: { model, positive: conditioning, negative: [], cfg: 1 },
  }),
});
