import { defineNode, socket } from '../graph/definition.ts';

export const fluxDisableGuidance = defineNode({
  id: 'FluxDisableGuidance',
  title: 'FluxDisableGuidance',
  category: 'model/conditioning/flux',
  description: 'Tells FLUX dev no guidance strength at all.',
  inputs: { conditioning: socket('CONDITIONING') },
  outputs: { CONDITIONING: 'CONDITIONING' },
  run: ({ conditioning }) => ({
    CONDITIONING: conditioning.map((entry) => ({ ...entry, guidance: null })),
  }),
});
