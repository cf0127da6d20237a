/** What a file is, by its first bytes: only formats that are decoded safely reach the decoder. */

export type PictureFormat = 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'TIFF' | 'AVIF';

export type Recognised =
  | { readonly format: PictureFormat }
  /** Known, but not read; null: nothing known. */
  | { readonly refused: string | null };

/** @param head the first 512 bytes, or the whole file when it is shorter */
export function recognise(head: Uint8Array): Recognised {
  const text = Buffer.from(head.subarray(0, 512)).toString('latin1');
  const starts = (...magics: string[]) => magics.some((magic) => text.startsWith(magic));
  if (starts('\x89PNG\r\n\x1a\n')) return { format: 'PNG' };
  if (starts('\xff\xd8\xff')) return { format: 'JPEG' };
  if (starts('GIF87a', 'GIF89a')) return { format: 'GIF' };
  if (starts('RIFF') && text.slice(8, 12) === 'WEBP') return { format: 'WebP' };
  if (starts('II*\0', 'MM\0*')) return { format: 'TIFF' };
  const brand = text.slice(4, 8) === 'ftyp' ? text.slice(8, 12) : '';
  if (brand === 'avif' || brand === 'avis') return { format: 'AVIF' };
  if (/^(hei|hev|mif|msf)/.test(brand)) return { refused: 'a HEIC picture' };
  if (brand) return { refused: 'a video' };
  if (starts('8BPS')) return { refused: 'a Photoshop file' };
  if (starts('BM')) return { refused: 'a BMP picture' };
  if (starts('%PDF')) return { refused: 'a PDF' };
  if (starts('PK')) return { refused: 'a ZIP archive' };
  if (starts('version https://git-lfs')) return { refused: 'a Git LFS pointer, not the picture' };
  if (
    /^\s*(<\?xml|<!--|<svg|<!doctype svg)/i.test(text.replace('\xef\xbb\xbf', '')) &&
    /svg/i.test(text)
  ) {
    return { refused: 'an SVG drawing' };
  }
  if (/^\s*<(!doctype )?html/i.test(text)) return { refused: 'a web page' };
  return { refused: null };
}
