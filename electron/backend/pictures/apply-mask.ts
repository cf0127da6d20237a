import { isPng, readPngTexts } from '../../../nodes/graph/workflow/embedded/png-text.ts';
import { writeTextChunks } from '../../../nodes/image/png-metadata.ts';
import { Refused } from '../http/errors.ts';
import { loadSharp } from './load-sharp.ts';

/**
 * `original` with the alpha of `mask`, as PNG; the text in the original stays.
 * @throws Refused when one of them is no picture
 */
export async function applyMask(original: Buffer, mask: Buffer): Promise<Buffer> {
  const sharp = await loadSharp();
  try {
    const colour = await sharp(original)
      .autoOrient()
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height } = colour.info;
    const alpha = await sharp(mask)
      .ensureAlpha()
      .resize(width, height, { fit: 'fill' })
      .extractChannel('alpha')
      .raw()
      .toBuffer();
    const png = await sharp(colour.data, { raw: { width, height, channels: 3 } })
      .joinChannel(alpha, { raw: { width, height, channels: 1 } })
      .png()
      .toBuffer();
    return isPng(original)
      ? Buffer.from(writeTextChunks(png, [...(await readPngTexts(original))]))
      : png;
  } catch (error) {
    throw new Refused(400, 'not_a_picture', 'Original and mask are pictures', String(error));
  }
}
