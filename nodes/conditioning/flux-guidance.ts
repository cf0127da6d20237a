import { defineNode, float, socket } from '../graph/definition.ts';

export const fluxGuidance = defineNode({
  id: 'FluxGuidance',
  title: 'FluxGuidance',
  category: 'model/conditioning/flux',
  description:
    'How strongly FLUX dev follows the prompt: 3.5 where nothing is set. FLUX schnell takes no notice.',
  inputs: {
    conditioning: socket('CONDITIONING'),
    guidance: float({ default: 3.5, min: 0, max: 100, step: 0.1 }),
  },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run: ({ conditioning, guidance }) => ({
    CONDITIONING: conditioning.map((entry) => ({ ...entry, guidance })),
  }),
});
