/** Masks for painting parts of a picture anew: 1 = anew. */
import { cropToFactor } from './autoencode.ts';
import { resizeRaster } from '../image/resize.ts';
import { planarRaster } from '../raster.ts';
import { dim, map, type Tensor } from '../tensor.ts';

/**
 * The mask at the size that `image` has when it is encoded, 0 or 1 per pixel.
 * @param image [batch, height, width, channels] @param mask [batch, any height, any width]
 */
export function maskFor(image: Tensor, mask: Tensor): Tensor {
  const [height, width] = [dim(image, 1), dim(image, 2)];
  const { data, planes } = resizeRaster(planarRaster(mask), height, width, 'bilinear');
  const cropped = cropToFactor({ data, shape: [planes, height, width, 1] });
  return map({ data: cropped.data, shape: cropped.shape.slice(0, 3) }, (v) => (v > 0.5 ? 1 : 0));
}

/** Grey where the mask is 1. A single mask goes for all pictures. */
export function greyOut(image: Tensor, mask: Tensor): Tensor {
  const channels = dim(image, 3);
  return map(image, (value, i) =>
    mask.data[Math.floor(i / channels) % mask.data.length] ? 0.5 : value,
  );
}

/** 1 wherever the mask is 1 in a window of `by` x `by` pixels around (an even one reaches further up and left). */
export function growMask(mask: Tensor, by: number): Tensor {
  if (by <= 1) return mask;
  const { planes, height, width } = planarRaster(mask);
  const grown = new Float32Array(mask.data.length);
  const rows = new Float32Array(mask.data.length);
  for (let line = 0; line < planes * height; line++) {
    spread(mask.data, rows, line * width, 1, width, by);
  }
  for (let plane = 0; plane < planes; plane++) {
    for (let x = 0; x < width; x++) {
      spread(rows, grown, plane * height * width + x, width, height, by);
    }
  }
  return { data: grown, shape: mask.shape };
}

/** Sets every position of a line whose window holds a 1. */
function spread(
  from: Float32Array,
  to: Float32Array,
  at: number,
  step: number,
  length: number,
  by: number,
): void {
  const back = Math.ceil((by - 1) / 2);
  const valueAt = (i: number) => (i >= 0 && i < length ? (from[at + i * step] as number) : 0);
  let ones = 0;
  for (let i = -by; i < length; i++) {
    ones += valueAt(i - back + by - 1) - valueAt(i - back - 1);
    if (i >= 0) to[at + i * step] = ones > 0 ? 1 : 0;
  }
}
