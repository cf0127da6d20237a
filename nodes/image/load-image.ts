import { defineNode, inputImage } from '../graph/definition.ts';
import { map, zeros } from '../tensor.ts';
import { fileIdentity, fileProblem } from './input-file.ts';
import { loadPicture } from './load-picture.ts';

/** ComfyUI's mask of a picture without alpha. */
const NO_MASK = [1, 64, 64];

export const loadImage = defineNode({
  id: 'LoadImage',
  title: 'Load Image',
  category: 'image',
  description: 'A picture of the input folder; the mask is 1 where it is transparent.',
  inputs: { image: inputImage() },
  outputs: { IMAGE: 'IMAGE', MASK: 'MASK' },
  fingerprint: ({ image }, context) => fileIdentity(image, context),
  validate: ({ image }, context) => fileProblem('image', image, context),
  async run({ image }, { files }) {
    const picture = await loadPicture(files.input(image));
    const MASK = picture.alpha ? map(picture.alpha, (alpha) => 1 - alpha) : zeros(NO_MASK);
    return { IMAGE: picture.image, MASK };
  },
});
