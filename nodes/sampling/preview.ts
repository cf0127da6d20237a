import type { LatentFormat } from '../models.ts';
import type { PreviewPicture } from '../run-context.ts';
import { dim, type Tensor } from '../tensor.ts';
import type { LatentRgb } from './latent-rgb.ts';

/** A small picture of the first item, one pixel a latent position. @param latent in the model's scale */
export function previewOf(latent: Tensor, format: LatentFormat): PreviewPicture {
  const [height, width] = [dim(latent, 2), dim(latent, 3)];
  const plane = height * width;
  const { factors, bias } = format.rgb ?? firstChannels(latent, plane);
  const sums = new Float32Array(plane * 3);
  factors.forEach(([red, green, blue], channel) => {
    const values = latent.data.subarray(channel * plane, (channel + 1) * plane);
    for (let i = 0, at = 0; i < plane; i++, at += 3) {
      const value = values[i] as number;
      sums[at] = (sums[at] as number) + red * value;
      sums[at + 1] = (sums[at + 1] as number) + green * value;
      sums[at + 2] = (sums[at + 2] as number) + blue * value;
    }
  });
  const rgb = new Uint8Array(plane * 3);
  for (let i = 0; i < rgb.length; i++) {
    const value = 255 * ((sums[i] as number) + (bias[i % 3] as number));
    rgb[i] = Math.min(Math.max(value, 0), 255);
  }
  return { width, height, rgb };
}

interface Fit {
  readonly scale: number;
  readonly bias: number;
}

/** For a model whose factors nobody fitted: the first three channels as colours, spread over the range. */
function firstChannels(latent: Tensor, plane: number): LatentRgb {
  const fits = [0, 1, 2].map((channel): Fit => {
    const values = latent.data.subarray(channel * plane, (channel + 1) * plane);
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const scale = high > low ? 1 / (high - low) : 0;
    return { scale, bias: -low * scale };
  });
  const [red, green, blue] = fits as [Fit, Fit, Fit];
  return {
    factors: [
      [red.scale, 0, 0],
      [0, green.scale, 0],
      [0, 0, blue.scale],
    ],
    bias: [red.bias, green.bias, blue.bias],
  };
}
