import { combo, defineNode, modelFile } from '../graph/definition.ts';
import { fingerprintWithTokenizers } from './fingerprint.ts';
import { typeProblem } from './text-encoder-types.ts';
import { clipFromFiles } from './towers.ts';

const TYPES = ['sd3', 'flux'] as const;

export const dualClipLoader = defineNode({
  id: 'DualCLIPLoader',
  title: 'Load CLIP (Dual)',
  category: 'model/loaders',
  description:
    'Loads two text encoders, in any order: clip_l and t5xxl of FLUX, or any two of SD3.',
  inputs: {
    clip_name1: modelFile('text_encoders'),
    clip_name2: modelFile('text_encoders'),
    type: combo(TYPES, { open: true }),
    device: combo(['default', 'cpu'], { optional: true, advanced: true }),
  },
  outputs: { CLIP: 'CLIP' },
  fingerprint: ({ clip_name1, clip_name2 }, { files }) =>
    [clip_name1, clip_name2].map((name) => fingerprintWithTokenizers('text_encoders', name, files)),
  validate: ({ type }) => typeProblem(type, TYPES),
  run: ({ clip_name1, clip_name2, type }, { files }) => ({
    CLIP: clipFromFiles([clip_name1, clip_name2], type, files),
  }),
});
