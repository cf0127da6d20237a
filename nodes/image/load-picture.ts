/** Reads picture files into tensors. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import { allocate } from '../allocate.ts';
import { UserError } from '../errors.ts';
import type { Tensor } from '../tensor.ts';
import { recognise, type PictureFormat } from './picture-format.ts';

/** Pillow's limit, and so ComfyUI's. */
const PIXEL_LIMIT = 178_956_970;
const FILE_LIMIT = 1 << 30;
const SAVE_AS = 'Save it as PNG, JPEG or WebP and load that.';
/** Frames of these are read as a batch. */
const ANIMATED: readonly PictureFormat[] = ['GIF', 'WebP'];

export interface LoadedPicture {
  /** [frames, height, width, 3], 0 to 1; where there is alpha, colours are not multiplied by it. */
  readonly image: Tensor;
  /** [frames, height, width], 0 to 1; null: the file has none. */
  readonly alpha: Tensor | null;
}

/**
 * Upright by its EXIF orientation; colour profiles are not applied (as in ComfyUI); 16-bit files keep their precision.
 * @throws UserError `image_empty`, `image_format`, `image_too_large`, `image_damaged`
 */
export async function loadPicture(path: string): Promise<LoadedPicture> {
  const name = basename(path);
  const { bytes, format } = readPictureFile(path, name);
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoadSvg'] });
  const options: SharpOptions = {
    limitInputPixels: PIXEL_LIMIT,
    failOn: 'error',
    ignoreIcc: true,
    autoOrient: true,
    animated: ANIMATED.includes(format),
  };
  try {
    const metadata = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
    const frames = options.animated ? (metadata.pages ?? 1) : 1;
    checkSize(metadata, frames, name);
    return await decode(sharp(bytes, options), frames, metadata.depth === 'ushort');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      'image_damaged',
      `${name} cannot be decoded: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}.`,
      'The file is damaged or incomplete: copy or save it again.',
      { cause: error },
    );
  }
}

function readPictureFile(path: string, name: string): { bytes: Buffer; format: PictureFormat } {
  const { size } = statSync(path);
  if (size === 0) {
    throw new UserError('image_empty', `${name} is empty (0 bytes).`, 'Copy the picture again.');
  }
  if (size > FILE_LIMIT) {
    throw new UserError('image_too_large', `${name} takes ${size} bytes.`, 'Use a smaller file.');
  }
  const bytes = readFileSync(path);
  const recognised = recognise(bytes);
  if ('format' in recognised) return { bytes, format: recognised.format };
  throw new UserError(
    'image_format',
    recognised.refused
      ? `${name} is ${recognised.refused}.`
      : `${name} is no picture that is known.`,
    SAVE_AS,
  );
}

function checkSize(
  { width, height, pageHeight = height }: Metadata,
  frames: number,
  name: string,
): void {
  if (width * pageHeight * frames <= PIXEL_LIMIT) return;
  throw new UserError(
    'image_too_large',
    `${name} has ${width} x ${pageHeight} pixels${frames > 1 ? ` in ${frames} frames` : ''}; ${PIXEL_LIMIT} in all are allowed.`,
    'Scale the picture down first.',
  );
}

/** @param deep 16 bits a channel */
async function decode(picture: Sharp, frames: number, deep: boolean): Promise<LoadedPicture> {
  const { data, info } = await picture
    .toColourspace(deep ? 'rgb16' : 'srgb')
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const values = deep
    ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.length);
  const { width, channels } = info;
  const height = info.height / frames;
  const image = allocate([frames, height, width, 3]);
  const alpha = channels === 4 ? allocate([frames, height, width]) : null;
  const white = deep ? 65535 : 255;
  for (let pixel = 0; pixel < frames * height * width; pixel++) {
    for (let c = 0; c < 3; c++) {
      image.data[pixel * 3 + c] = (values[pixel * channels + c] as number) / white;
    }
    if (alpha) alpha.data[pixel] = (values[pixel * channels + 3] as number) / white;
  }
  return { image, alpha };
}
