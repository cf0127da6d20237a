import { defineNode, inputLatent } from '../graph/definition.ts';
import { fileIdentity, fileProblem } from '../image/input-file.ts';
import { readLatentFile } from './latent-file.ts';

export const loadLatent = defineNode({
  id: 'LoadLatent',
  title: 'Load Latent',
  category: 'latent',
  description: 'A latent of the input folder, as SaveLatent writes it.',
  inputs: { latent: inputLatent() },
  outputs: { LATENT: 'LATENT' },
  fingerprint: ({ latent }, context) => fileIdentity(latent, context),
  validate: ({ latent }, context) => fileProblem('latent', latent, context),
  run: ({ latent }, { files }) => ({ LATENT: { samples: readLatentFile(files.input(latent)) } }),
});
