import { defineNode, modelFile } from '../graph/definition.ts';
import { openCheckpoint } from './checkpoint.ts';
import { fingerprintWithTokenizers } from './fingerprint.ts';

export const checkpointLoaderSimple = defineNode({
  id: 'CheckpointLoaderSimple',
  title: 'Load Checkpoint',
  category: 'model/loaders',
  description:
    'Loads a whole model, from one file or from the folder of a diffusers pipeline: transformer, text encoders and VAE.',
  searchAliases: ['load model', 'checkpoint', 'diffusers'],
  inputs: { ckpt_name: modelFile('checkpoints', { tooltip: 'The checkpoint to load.' }) },
  outputs: { MODEL: 'MODEL', CLIP: 'CLIP', VAE: 'VAE' },
  fingerprint: ({ ckpt_name }, { files }) =>
    fingerprintWithTokenizers('checkpoints', ckpt_name, files),
  run({ ckpt_name }, { files }) {
    const { model, clip, vae } = openCheckpoint(files.model('checkpoints', ckpt_name), files);
    return { MODEL: model, CLIP: clip, VAE: vae };
  },
});
