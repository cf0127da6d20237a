import { defineNode, socket } from '../graph/definition.ts';
import { dim, map, type Tensor } from '../tensor.ts';

export const imageInvert = defineNode({
  id: 'ImageInvert',
  title: 'Invert Image Colors',
  category: 'image/color',
  description: 'Turns every colour into its opposite; transparency stays.',
  inputs: { image: socket('IMAGE') },
  outputs: { IMAGE: 'IMAGE' },
  run: ({ image }) => ({ IMAGE: inverted(image) }),
});

/** 1 - x for the colours of [batch, height, width, 3 or 4]; the fourth channel is alpha. */
function inverted(image: Tensor): Tensor {
  const channels = dim(image, -1);
  return map(image, (value, i) => (i % channels === 3 ? value : 1 - value));
}
