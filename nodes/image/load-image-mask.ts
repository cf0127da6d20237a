import { combo, defineNode, inputImage } from '../graph/definition.ts';
import { fileIdentity, fileProblem } from './input-file.ts';
import { loadPicture } from './load-picture.ts';
import { channelMask } from './mask.ts';

export const loadImageMask = defineNode({
  id: 'LoadImageMask',
  title: 'Load Image (as Mask)',
  category: 'mask',
  description:
    'One channel of a picture as a mask; alpha is turned round, so that transparent is 1.',
  inputs: { image: inputImage(), channel: combo(['alpha', 'red', 'green', 'blue']) },
  outputs: { MASK: 'MASK' },
  fingerprint: ({ image }, context) => fileIdentity(image, context),
  validate: ({ image }, context) => fileProblem('image', image, context),
  run: async ({ image, channel }, { files }) => ({
    MASK: channelMask(await loadPicture(files.input(image)), channel),
  }),
});
