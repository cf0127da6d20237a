import { defineNode, socket } from '../graph/definition.ts';
import { concat, dim } from '../tensor.ts';
import { withChannels } from './channels.ts';
import { resizeImage } from './resize.ts';

export const imageBatch = defineNode({
  id: 'ImageBatch',
  title: 'Batch Images',
  category: 'image/batch',
  description: 'Two pictures as one batch; the second is cropped and resized to the first.',
  deprecated: true,
  inputs: { image1: socket('IMAGE'), image2: socket('IMAGE') },
  outputs: { IMAGE: 'IMAGE' },
  run({ image1, image2 }) {
    const channels = Math.max(dim(image1, 3), dim(image2, 3));
    const [height, width] = [dim(image1, 1), dim(image1, 2)];
    const sameSize = dim(image2, 1) === height && dim(image2, 2) === width;
    const second = sameSize ? image2 : resizeImage(image2, height, width, 'bilinear', 'center');
    return { IMAGE: concat([withChannels(image1, channels), withChannels(second, channels)]) };
  },
});
