import { combo, defineNode, float, socket } from '../graph/definition.ts';
import { roundHalfToEven } from '../round.ts';
import { dim } from '../tensor.ts';
import { IMAGE_METHODS, resizeImage } from './resize.ts';

export const imageScaleBy = defineNode({
  id: 'ImageScaleBy',
  title: 'Upscale Image By',
  category: 'image/upscaling',
  description: 'Resizes a picture by a factor.',
  inputs: {
    image: socket('IMAGE'),
    upscale_method: combo(IMAGE_METHODS),
    scale_by: float({ default: 1, min: 0.01, max: 8, step: 0.01 }),
  },
  outputs: { IMAGE: 'IMAGE' },
  run({ image, upscale_method, scale_by }) {
    const [height, width] = [1, 2].map((axis) =>
      Math.max(1, roundHalfToEven(dim(image, axis) * scale_by)),
    ) as [number, number];
    return { IMAGE: resizeImage(image, height, width, upscale_method, 'disabled') };
  },
});
