import { dim, type Tensor } from '../tensor.ts';

/** IMAGE [batch, height, width, any] with so many channels: further ones are dropped, missing ones are 1 (opaque). */
export function withChannels(image: Tensor, channels: number): Tensor {
  const stored = dim(image, 3);
  if (stored === channels) return image;
  const data = new Float32Array((image.data.length / stored) * channels);
  for (let i = 0; i < data.length; i++) {
    const channel = i % channels;
    data[i] =
      channel < stored ? (image.data[Math.floor(i / channels) * stored + channel] as number) : 1;
  }
  return { data, shape: [...image.shape.slice(0, 3), channels] };
}
