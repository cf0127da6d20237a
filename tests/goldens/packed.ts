/** FLUX's latents as diffusers keeps them between steps: a token a 2 x 2 square, its values ordered (channel, dy, dx). */
import { dim, zeros, type Tensor } from '../../nodes/tensor.ts';

const SIDE = 2;

/** [batch, channels, h, w] to [batch, tokens, channels * 4]. */
export function packed(latent: Tensor): Tensor {
  const [batch, channels, height, width] = latent.shape as [number, number, number, number];
  const tokens = (height / SIDE) * (width / SIDE);
  const out = zeros([batch, tokens, channels * SIDE ** 2]);
  forEachPair(latent.shape, (unpackedAt, packedAt) => {
    out.data[packedAt] = latent.data[unpackedAt] as number;
  });
  return out;
}

/** [batch, rows * columns, channels * 4] to [batch, channels, h, w]. */
export function unpacked(tokens: Tensor, rows: number, columns: number): Tensor {
  const channels = dim(tokens, 2) / SIDE ** 2;
  const out = zeros([dim(tokens, 0), channels, rows * SIDE, columns * SIDE]);
  forEachPair(out.shape, (unpackedAt, packedAt) => {
    out.data[unpackedAt] = tokens.data[packedAt] as number;
  });
  return out;
}

/** Every value's place in a latent of `shape` and in its packed form. */
function forEachPair(
  shape: readonly number[],
  visit: (unpackedAt: number, packedAt: number) => void,
): void {
  const [batch, channels, height, width] = shape as [number, number, number, number];
  let at = 0;
  for (let item = 0; item < batch; item++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const token = (item * (height / SIDE) + (y >> 1)) * (width / SIDE) + (x >> 1);
          visit(
            at++,
            token * channels * SIDE ** 2 + channel * SIDE ** 2 + (y & 1) * SIDE + (x & 1),
          );
        }
      }
    }
  }
}
