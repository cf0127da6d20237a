/** Pictures to latents and back with a VAE, whole or in tiles, as nodes do it. */
import { allocate } from '../allocate.ts';
import { UserError } from '../errors.ts';
import { withChannels } from '../image/channels.ts';
import { preparedWeights } from '../loading/prepared-weights.ts';
import type { VaeValue } from '../models.ts';
import { decodeTiled, encodeTiled, type Tiling } from '../networks/vae/tiled.ts';
import { VAE_FACTOR } from '../networks/vae/vae-config.ts';
import { decodingBytes, encodingBytes } from '../networks/vae/vae-memory.ts';
import {
  openVaeDecoder,
  openVaeDecoderParts,
  openVaeEncoder,
  vaeBytes,
  type VaeDecoder,
} from '../networks/vae/vae.ts';
import { cropRaster, imageRaster } from '../raster.ts';
import type { RunContext } from '../run-context.ts';
import type { Device } from '../runtime/device.ts';
import type { Loaded } from '../runtime/model-store.ts';
import { allFinite, dim, slice, type Tensor } from '../tensor.ts';

/** ComfyUI's: 512 pixels, 64 shared; then smaller ones, for little memory. */
const TILINGS: readonly Tiling[] = [
  { size: 64, overlap: 8 },
  { size: 32, overlap: 8 },
  { size: 16, overlap: 4 },
];

/** Tiling from pixels; the overlap is at most a quarter of a tile. */
export function tilingOf(tilePixels: number, overlapPixels: number): Tiling {
  const size = Math.floor(tilePixels / VAE_FACTOR);
  return { size, overlap: Math.min(Math.floor(overlapPixels / VAE_FACTOR), Math.floor(size / 4)) };
}

/**
 * Latent [batch, channels, h, w] to IMAGE [batch, 8 h, 8 w, 3] in 0..1.
 * Without `tiling` in one piece, or in tiles with a notice where memory would not do.
 * @throws UserError `latent_channels`, `not_finite`
 */
export async function decode(
  vae: VaeValue,
  latent: Tensor,
  context: RunContext,
  tiling?: Tiling,
): Promise<Tensor> {
  checkChannels(vae, latent);
  const half = 'decoder.';
  const need = (height: number, width: number) => decodingBytes(vae.config, height, width);
  const whole = need(dim(latent, 2), dim(latent, 3));
  const tiles = tiling ?? tilesToFit(vae, half, whole, need, context);
  const pixels = tiles
    ? await use({ vae, half, part: ' in parts', load: openVaeDecoderParts }, context, {
        working: Math.min(whole, need(tiles.size, tiles.size)),
        work: (decoder) =>
          decodeTiled(decoder, latent, tiles, (done, total) => context.progress(done, total)),
      })
    : await use({ vae, half, part: '', load: openVaeDecoder }, context, {
        working: whole,
        work: (decoder) => decodeEach(decoder, latent, context),
      });
  if (!allFinite(pixels)) throw notFinite(vae);
  pixels.data.forEach((value, i) => (pixels.data[i] = Math.min(1, Math.max(0, value))));
  return pixels;
}

/** One picture after another, so that an interrupt takes effect between two. */
async function decodeEach(
  decoder: VaeDecoder,
  latent: Tensor,
  context: RunContext,
): Promise<Tensor> {
  const pictures = dim(latent, 0);
  const first = await decoder.decode(slice(latent, 0, 1));
  if (pictures === 1) return first;
  const all = allocate([pictures, ...first.shape.slice(1)]);
  all.data.set(first.data);
  for (let i = 1; i < pictures; i++) {
    await context.progress(i, pictures);
    const { data } = await decoder.decode(slice(latent, i, i + 1));
    all.data.set(data, i * data.length);
  }
  await context.progress(pictures, pictures);
  return all;
}

/**
 * IMAGE [batch, height, width, 3 or more] to the posterior's mean [batch, channels, height / 8, width / 8]; the mean and
 * not a sample of the posterior, so that equal inputs give equal results. Sides are cropped from the centre to multiples of 8.
 * @throws UserError `image_too_small`
 */
export async function encode(
  vae: VaeValue,
  image: Tensor,
  context: RunContext,
  tiling?: Tiling,
): Promise<Tensor> {
  const pixels = cropToFactor(withChannels(image, 3));
  const half = 'encoder.';
  const need = (height: number, width: number) =>
    encodingBytes(vae.config, height * VAE_FACTOR, width * VAE_FACTOR);
  const whole = need(dim(pixels, 1) / VAE_FACTOR, dim(pixels, 2) / VAE_FACTOR);
  const tiles = tiling ?? tilesToFit(vae, half, whole, need, context);
  const { latentChannels } = vae.config;
  const onTile = (done: number, total: number) => context.progress(done, total);
  return use({ vae, half, part: '', load: openVaeEncoder }, context, {
    working: tiles ? Math.min(whole, need(tiles.size, tiles.size)) : whole,
    work: async (encoder) =>
      tiles
        ? encodeTiled(encoder, pixels, latentChannels, tiles, onTile)
        : (await encoder.encode(pixels)).mean,
  });
}

/** [batch, height, width, channels] cropped from the centre to sides that are multiples of 8. @throws UserError `image_too_small` */
export function cropToFactor(image: Tensor): Tensor {
  const [height, width] = [dim(image, 1), dim(image, 2)];
  const [h, w] = [height - (height % VAE_FACTOR), width - (width % VAE_FACTOR)];
  if (h === 0 || w === 0) {
    throw new UserError(
      'image_too_small',
      `The picture is ${width} x ${height} pixels; a VAE needs at least ${VAE_FACTOR} x ${VAE_FACTOR}.`,
      'Use a larger picture or scale this one up first.',
    );
  }
  if (h === height && w === width) return image;
  const raster = imageRaster(image);
  const { data } = cropRaster(raster, (height - h) >> 1, (width - w) >> 1, h, w);
  return { data, shape: [raster.planes, h, w, raster.inner] };
}

function checkChannels({ config, weights }: VaeValue, latent: Tensor): void {
  const channels = dim(latent, 1);
  if (channels === config.latentChannels) return;
  throw new UserError(
    'latent_channels',
    `The latent has ${channels} channels; ${weights.label} decodes ${config.latentChannels}.`,
    'Use the VAE that belongs to the model that made the latent.',
  );
}

function notFinite({ weights }: VaeValue): UserError {
  return new UserError(
    'not_finite',
    `${weights.label} decodes this latent to values that are no finite numbers.`,
    'Use the VAE that belongs to the model; if it does, the weights or the device are at fault: try the CPU.',
  );
}

interface VaePart<T extends Loaded> {
  readonly vae: VaeValue;
  readonly half: 'decoder.' | 'encoder.';
  /** Tells apart what is loaded of the same half. */
  readonly part: string;
  readonly load: (vae: VaeValue, device: Device) => Promise<T>;
}

interface Work<T, R> {
  /** Bytes that it takes beside the weights. */
  readonly working: number;
  readonly work: (loaded: T) => Promise<R>;
}

async function use<T extends Loaded, R>(
  { vae, half, part, load }: VaePart<T>,
  context: RunContext,
  { working, work }: Work<T, R>,
): Promise<R> {
  const { models, device } = context;
  const { label, identity } = vae.weights;
  const weights = await preparedWeights(vae.weights, 'fp32', context);
  const request = {
    key: `vae ${half}${part} ${label} ${identity} ${device.name}`,
    label,
    bytes: vaeBytes(vae, half),
    working,
    load: () => load({ ...vae, weights }, device),
  };
  return models.use(request, work);
}

/**
 * Tiles where the whole picture does not fit: the largest that do.
 * @param need bytes for so many latent cells
 */
function tilesToFit(
  vae: VaeValue,
  half: 'decoder.' | 'encoder.',
  whole: number,
  need: (height: number, width: number) => number,
  context: RunContext,
): Tiling | null {
  const free = Math.min(process.availableMemory(), context.models.budget - vaeBytes(vae, half));
  if (whole <= free) return null;
  context.notice('The whole picture does not fit into memory: the VAE works in tiles.');
  return TILINGS.find(({ size }) => need(size, size) <= free) ?? (TILINGS.at(-1) as Tiling);
}
