import { allocate } from '../allocate.ts';
import { imageRaster } from '../raster.ts';
import type { Tensor } from '../tensor.ts';

interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Grey around a picture, and the mask [1, height, width] of what is new: 1 in the grey, falling to 0 within `feathering` pixels
 * of the picture as the square of the share; without feather where the picture is no wider or higher than twice that.
 * @param image [batch, height, width, channels]
 */
export function padForOutpaint(
  image: Tensor,
  { left, top, right, bottom }: Sides,
  feathering: number,
): { image: Tensor; mask: Tensor } {
  const source = imageRaster(image);
  const [height, width] = [source.height + top + bottom, source.width + left + right];
  const padded = allocate([source.planes, height, width, source.inner]);
  padded.data.fill(0.5);
  const run = source.width * source.inner;
  for (let row = 0; row < source.planes * source.height; row++) {
    const [plane, y] = [Math.floor(row / source.height), row % source.height];
    const to = ((plane * height + top + y) * width + left) * source.inner;
    padded.data.set(source.data.subarray(row * run, (row + 1) * run), to);
  }

  const mask = allocate([1, height, width]);
  mask.data.fill(1);
  const feathers = feathering * 2 < source.height && feathering * 2 < source.width;
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < source.width; x++) {
      const distance = Math.min(
        top ? y : Infinity,
        bottom ? source.height - y : Infinity,
        left ? x : Infinity,
        right ? source.width - x : Infinity,
      );
      const share = feathers ? Math.max(0, 1 - distance / feathering) : 0;
      mask.data[(top + y) * width + left + x] = feathering > 0 ? share * share : 0;
    }
  }
  return { image: padded, mask };
}
