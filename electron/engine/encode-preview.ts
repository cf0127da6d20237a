import type { PreviewPicture } from '../../nodes/run-context.ts';

const SIDE = 512;
/** Pixels of a picture to one of its latent. */
const SCALE = 8;

/** JPEG of a preview, drawn as large as the picture will be, at most 512 pixels a side. */
export async function encodePreview({ width, height, rgb }: PreviewPicture): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const scale = Math.min(SCALE, SIDE / Math.max(width, height));
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize(side(width), side(height), { fit: 'fill', kernel: 'linear' })
    .jpeg({ quality: 85 })
    .toBuffer();
}
