import { defineNode, int, socket } from '../graph/definition.ts';
import { padForOutpaint } from './outpaint.ts';

const side = () => int({ default: 0, min: 0, max: 16384, step: 8 });

export const imagePadForOutpaint = defineNode({
  id: 'ImagePadForOutpaint',
  title: 'Pad Image for Outpainting',
  category: 'image',
  description: 'Adds grey around a picture, and a mask of what is to be painted.',
  inputs: {
    image: socket('IMAGE'),
    left: side(),
    top: side(),
    right: side(),
    bottom: side(),
    feathering: int({ default: 40, min: 0, max: 16384, step: 1, advanced: true }),
  },
  outputs: { IMAGE: 'IMAGE', MASK: 'MASK' },
  run({ image, feathering, ...sides }) {
    const { image: IMAGE, mask: MASK } = padForOutpaint(image, sides, feathering);
    return { IMAGE, MASK };
  },
});
