import { defineNode, int, socket } from '../graph/definition.ts';
import { latentFromBatch as pick } from './batch.ts';

export const latentFromBatch = defineNode({
  id: 'LatentFromBatch',
  title: 'Latent From Batch',
  category: 'latent/batch',
  description: 'Picks items of a batch; sampling gives them the noise that they had there.',
  inputs: {
    samples: socket('LATENT'),
    batch_index: int({ default: 0, min: -16384, max: 16384 }),
    length: int({ default: 1, min: 1, max: 64 }),
  },
  outputs: { LATENT: 'LATENT' },
  run: ({ samples, batch_index, length }) => ({ LATENT: pick(samples, batch_index, length) }),
});
