/** Text in PNG files: tEXt, zTXt and iTXt. Source: PNG specification, third edition, section 11.3.3. */
import { inflateSync } from 'node:zlib';
import { UserError } from '../errors.ts';
import { pngChunk, PNG_SIGNATURE } from './png.ts';

const HEADER_END = PNG_SIGNATURE.length + 25;
/** Of all text of one file, inflated. */
const TEXT_LIMIT = 64 << 20;

type Decode = (bytes: Uint8Array) => string;
/** Not TextDecoder's "latin1", which is Windows-1252. */
const latin1: Decode = (bytes) => Buffer.from(bytes).toString('latin1');
const utf8: Decode = (bytes) => Buffer.from(bytes).toString('utf8');

/** Whether PNG can hold text under this keyword: 1 to 79 printable Latin-1 characters without outer or double spaces. */
export function isPngKeyword(keyword: string): boolean {
  return (
    /^[\x21-\x7e\xa1-\xff](?: ?[\x21-\x7e\xa1-\xff]){0,78}$/.test(keyword) && keyword.length <= 79
  );
}

/**
 * Adds a tEXt chunk per entry right behind the header. Text beyond Latin-1 becomes iTXt.
 * @throws RangeError for a keyword that PNG cannot hold
 */
export function writeTextChunks(
  png: Uint8Array,
  entries: readonly (readonly [keyword: string, text: string])[],
): Uint8Array {
  const chunks = entries.map(([keyword, text]) => {
    if (!isPngKeyword(keyword)) throw new RangeError(`no PNG keyword: ${keyword}`);
    const isLatin1 = latin1(Buffer.from(text, 'latin1')) === text && !text.includes('\0');
    return isLatin1
      ? pngChunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'))
      : pngChunk(
          'iTXt',
          Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text)]),
        );
  });
  return Buffer.concat([png.subarray(0, HEADER_END), ...chunks, png.subarray(HEADER_END)]);
}

/**
 * Keyword to text, the first of equal keywords. Chunks that make no sense are passed over.
 * @throws UserError `not_a_png`, `png_text_too_large`
 */
export function readTextChunks(png: Uint8Array): Map<string, string> {
  if (PNG_SIGNATURE.some((byte, i) => png[i] !== byte)) {
    throw new UserError('not_a_png', 'This is not a PNG file.', 'Choose a picture saved as PNG.');
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const texts = new Map<string, string>();
  let left = TEXT_LIMIT;
  for (let at = PNG_SIGNATURE.length; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    const type = latin1(png.subarray(at + 4, at + 8));
    if (type === 'IEND' || at + 12 + length > png.length) break;
    const entry = readText(type, png.subarray(at + 8, at + 8 + length), left);
    if (entry && !texts.has(entry.keyword)) {
      texts.set(entry.keyword, entry.text);
      left -= entry.text.length;
    }
    at += 12 + length;
  }
  return texts;
}

function readText(type: string, data: Uint8Array, limit: number) {
  const end = data.indexOf(0);
  if (end < 1) return null;
  const keyword = latin1(data.subarray(0, end));
  const rest = data.subarray(end + 1);
  const text = type in READERS ? READERS[type as keyof typeof READERS](rest, limit) : null;
  return text === null ? null : { keyword, text };
}

const READERS = {
  tEXt: (data: Uint8Array, limit: number) => latin1(within(data, limit)),
  zTXt: (data: Uint8Array, limit: number) =>
    data[0] === 0 ? decoded(latin1, inflated(data.subarray(1), limit)) : null,
  /** Compression flag and method, language tag, translated keyword, text. */
  iTXt(data: Uint8Array, limit: number) {
    const language = data.indexOf(0, 2);
    const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
    if (translated < 0) return null;
    const text = data.subarray(translated + 1);
    if (data[0] === 0) return utf8(within(text, limit));
    return data[1] === 0 ? decoded(utf8, inflated(text, limit)) : null;
  },
};

function decoded(decode: Decode, bytes: Uint8Array | null): string | null {
  return bytes && decode(bytes);
}

function within(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length > limit) throw tooLarge();
  return bytes;
}

function inflated(bytes: Uint8Array, limit: number): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.max(limit, 1) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    return null;
  }
}

function tooLarge(): UserError {
  return new UserError(
    'png_text_too_large',
    `The text in this PNG takes more than ${TEXT_LIMIT >> 20} MiB.`,
    'Choose the picture as it was saved, or a workflow file.',
  );
}
