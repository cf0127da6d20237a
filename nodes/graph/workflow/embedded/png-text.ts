/** Text in PNG files: tEXt, zTXt and iTXt. Source: PNG specification, third edition, section 11.3.3. */
import { UserError } from '../../../errors.ts';
import { inflate, latin1, startsWith, TooMuch, utf8 } from './bytes.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Of all text of one file, inflated. */
const TEXT_LIMIT = 64 << 20;

export function isPng(bytes: Uint8Array): boolean {
  return startsWith(bytes, SIGNATURE);
}

/**
 * Keyword to text, the first of equal keywords. Chunks that make no sense are passed over.
 * @throws UserError `not_a_png`, `png_text_too_large`
 */
export async function readPngTexts(png: Uint8Array): Promise<Map<string, string>> {
  if (!isPng(png)) {
    throw new UserError('not_a_png', 'This is not a PNG file.', 'Choose a picture saved as PNG.');
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const texts = new Map<string, string>();
  let left = TEXT_LIMIT;
  for (let at = SIGNATURE.length; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    const type = latin1(png.subarray(at + 4, at + 8));
    if (type === 'IEND' || at + 12 + length > png.length) break;
    const entry = await readText(type, png.subarray(at + 8, at + 8 + length), left);
    if (entry && !texts.has(entry.keyword)) {
      texts.set(entry.keyword, entry.text);
      left -= entry.text.length;
    }
    at += 12 + length;
  }
  return texts;
}

async function readText(type: string, data: Uint8Array, limit: number) {
  const end = data.indexOf(0);
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (end < 1 || !reader) return null;
  const encoded = reader(data.subarray(end + 1));
  if (!encoded) return null;
  try {
    const bytes = encoded.isDeflated ? await inflate(encoded.bytes, limit) : encoded.bytes;
    if (!bytes) return null;
    if (bytes.length > limit) throw new TooMuch();
    return { keyword: latin1(data.subarray(0, end)), text: encoded.decode(bytes) };
  } catch (cause) {
    if (!(cause instanceof TooMuch)) throw cause;
    throw new UserError(
      'png_text_too_large',
      `The text in this PNG takes more than ${TEXT_LIMIT >> 20} MiB.`,
      'Choose the picture as it was saved, or a workflow file.',
      { cause },
    );
  }
}

interface Encoded {
  readonly bytes: Uint8Array;
  readonly isDeflated: boolean;
  readonly decode: (bytes: Uint8Array) => string;
}

const READERS: Readonly<Record<string, (data: Uint8Array) => Encoded | null>> = {
  tEXt: (data) => ({ bytes: data, isDeflated: false, decode: latin1 }),
  zTXt: (data) =>
    data[0] === 0 ? { bytes: data.subarray(1), isDeflated: true, decode: latin1 } : null,
  /** Compression flag and method, language tag, translated keyword, text. */
  iTXt(data) {
    const language = data.indexOf(0, 2);
    const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
    if (translated < 0 || (data[0] !== 0 && data[1] !== 0)) return null;
    return { bytes: data.subarray(translated + 1), isDeflated: data[0] !== 0, decode: utf8 };
  },
};
