import { defineNode, int, socket } from '../graph/definition.ts';
import { repeatLatent } from './batch.ts';

export const repeatLatentBatch = defineNode({
  id: 'RepeatLatentBatch',
  title: 'Repeat Latent Batch',
  category: 'latent/batch',
  description: 'Copies of a latent as a batch.',
  inputs: { samples: socket('LATENT'), amount: int({ default: 1, min: 1, max: 64 }) },
  outputs: { LATENT: 'LATENT' },
  run: ({ samples, amount }) => ({ LATENT: repeatLatent(samples, amount) }),
});
