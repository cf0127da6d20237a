import { combo, defineNode, int, socket } from '../graph/definition.ts';
import { dim } from '../tensor.ts';
import { CROPS, IMAGE_METHODS, resizeImage, wantedSize } from './resize.ts';

export const imageScale = defineNode({
  id: 'ImageScale',
  title: 'Upscale Image',
  category: 'image/upscaling',
  description: 'Resizes a picture; 0 keeps the aspect.',
  inputs: {
    image: socket('IMAGE'),
    upscale_method: combo(IMAGE_METHODS),
    width: int({ default: 512, min: 0, max: 16384, step: 1 }),
    height: int({ default: 512, min: 0, max: 16384, step: 1 }),
    crop: combo(CROPS),
  },
  outputs: { IMAGE: 'IMAGE' },
  run({ image, upscale_method, width, height, crop }) {
    if (width === 0 && height === 0) return { IMAGE: image };
    const wanted = wantedSize({ height: dim(image, 1), width: dim(image, 2) }, height, width, 1);
    return { IMAGE: resizeImage(image, wanted.height, wanted.width, upscale_method, crop) };
  },
});
