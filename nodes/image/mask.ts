import { dim, map, slice, zeros, type Tensor } from '../tensor.ts';
import type { LoadedPicture } from './load-picture.ts';

const COLOURS = ['red', 'green', 'blue'];

/** The first frame's channel as MASK [1, height, width]; alpha as 1 - alpha, nothing masked where there is none. */
export function channelMask({ image, alpha }: LoadedPicture, channel: string): Tensor {
  const shape = [1, dim(image, 1), dim(image, 2)];
  if (channel === 'alpha') return alpha ? map(slice(alpha, 0, 1), (a) => 1 - a) : zeros(shape);
  const index = COLOURS.indexOf(channel);
  return map(zeros(shape), (_, pixel) => image.data[pixel * 3 + index] as number);
}
