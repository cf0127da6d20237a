import { combo, defineNode, float, int, socket } from '../graph/definition.ts';
import { roundHalfToEven } from '../round.ts';
import { dim } from '../tensor.ts';
import { IMAGE_METHODS, resizeImage } from './resize.ts';

export const imageScaleToTotalPixels = defineNode({
  id: 'ImageScaleToTotalPixels',
  title: 'Scale Image to Total Pixels',
  category: 'image/upscaling',
  description:
    'Resizes a picture to about so many megapixels (of 1024 x 1024) and keeps its aspect.',
  inputs: {
    image: socket('IMAGE'),
    upscale_method: combo(IMAGE_METHODS),
    megapixels: float({ default: 1, min: 0.01, max: 16, step: 0.01 }),
    resolution_steps: int({
      default: 1,
      min: 1,
      max: 256,
      advanced: true,
      tooltip: 'Sides are rounded to multiples of this.',
    }),
  },
  outputs: { IMAGE: 'IMAGE' },
  run({ image, upscale_method, megapixels, resolution_steps: steps }) {
    const factor = Math.sqrt((megapixels * 1024 * 1024) / (dim(image, 1) * dim(image, 2)));
    const [height, width] = [1, 2].map(
      (axis) => Math.max(1, roundHalfToEven((dim(image, axis) * factor) / steps)) * steps,
    ) as [number, number];
    return { IMAGE: resizeImage(image, height, width, upscale_method, 'disabled') };
  },
});
