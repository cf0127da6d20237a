import { Refused } from '../http/errors.ts';
import { loadSharp } from './load-sharp.ts';

export type ViewOptions =
  | { readonly kind: 'preview'; readonly format: 'webp' | 'jpeg'; readonly quality: number }
  | { readonly kind: 'channel'; readonly channel: 'rgb' | 'a' };

/**
 * A picture as `/view` shows it on request: smaller, without its alpha, or its alpha alone (colour zero).
 * @throws Refused when the file is no picture
 */
export async function renderView(
  path: string,
  options: ViewOptions,
): Promise<{ bytes: Buffer; type: string }> {
  const sharp = await loadSharp();
  try {
    const picture = sharp(path).autoOrient().toColourspace('srgb');
    if (options.kind === 'preview') {
      const { format, quality } = options;
      const bytes = await (
        format === 'jpeg' ? picture.removeAlpha().jpeg({ quality }) : picture.webp({ quality })
      ).toBuffer();
      return { bytes, type: `image/${format}` };
    }
    if (options.channel === 'rgb') {
      return { bytes: await picture.removeAlpha().png().toBuffer(), type: 'image/png' };
    }
    const { data, info } = await picture.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    for (let i = 0; i < data.length; i++) if (i % 4 !== 3) data[i] = 0;
    const { width, height } = info;
    const raw = { width, height, channels: 4 as const };
    return { bytes: await sharp(data, { raw }).png().toBuffer(), type: 'image/png' };
  } catch (error) {
    throw new Refused(400, 'not_a_picture', 'The file is not a readable picture', String(error));
  }
}
