/** How much memory one picture takes at the autoencoder's widest point: an estimate, to choose tiles in time. */
import { VAE_FACTOR, type VaeConfig } from './vae-config.ts';

/** Full-size feature maps alive at once, arena growth included: 4.3 to 6.3 were measured on the CPU. */
const MAPS = 6;
const FLOAT = 4;

/** Bytes for decoding a latent of `height` x `width` cells; its widest map is the last upsampling's. */
export function decodingBytes(config: VaeConfig, height: number, width: number): number {
  const channels = config.blockChannels[1] ?? 0;
  return MAPS * FLOAT * channels * height * width * VAE_FACTOR ** 2;
}

/** Bytes for encoding a picture of `height` x `width` pixels. */
export function encodingBytes(config: VaeConfig, height: number, width: number): number {
  return MAPS * FLOAT * (config.blockChannels[0] ?? 0) * height * width;
}
