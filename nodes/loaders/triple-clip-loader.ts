import { defineNode, modelFile } from '../graph/definition.ts';
import { fingerprintWithTokenizers } from './fingerprint.ts';
import { clipFromFiles } from './towers.ts';

export const tripleClipLoader = defineNode({
  id: 'TripleCLIPLoader',
  title: 'Load CLIP (Triple)',
  category: 'model/loaders',
  description: 'Loads the three text encoders of SD3, in any order: clip_l, clip_g and t5xxl.',
  inputs: {
    clip_name1: modelFile('text_encoders'),
    clip_name2: modelFile('text_encoders'),
    clip_name3: modelFile('text_encoders'),
  },
  outputs: { CLIP: 'CLIP' },
  fingerprint: ({ clip_name1, clip_name2, clip_name3 }, { files }) =>
    [clip_name1, clip_name2, clip_name3].map((name) =>
      fingerprintWithTokenizers('text_encoders', name, files),
    ),
  run: ({ clip_name1, clip_name2, clip_name3 }, { files }) => ({
    CLIP: clipFromFiles([clip_name1, clip_name2, clip_name3], 'sd3', files),
  }),
});
