import { combo, defineNode, modelFile } from '../graph/definition.ts';
import { fingerprintWithTokenizers } from './fingerprint.ts';
import { typeProblem } from './text-encoder-types.ts';
import { clipFromFiles } from './towers.ts';

const TYPES = ['sd3'] as const;

export const clipLoader = defineNode({
  id: 'CLIPLoader',
  title: 'Load CLIP',
  category: 'model/loaders',
  description: 'Loads one text encoder of SD3: clip_l, clip_g or t5xxl. The others count as zeros.',
  inputs: {
    clip_name: modelFile('text_encoders'),
    type: combo(TYPES, { open: true }),
    device: combo(['default', 'cpu'], { optional: true, advanced: true }),
  },
  outputs: { CLIP: 'CLIP' },
  fingerprint: ({ clip_name }, { files }) =>
    fingerprintWithTokenizers('text_encoders', clip_name, files),
  validate: ({ type }) => typeProblem(type, TYPES),
  run: ({ clip_name }, { files }) => ({ CLIP: clipFromFiles([clip_name], 'sd3', files) }),
});
