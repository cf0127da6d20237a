/** Writes text into PNG files: tEXt and iTXt. Source: PNG specification, third edition, section 11.3.3. */
import { pngChunk, PNG_SIGNATURE } from './png.ts';

const HEADER_END = PNG_SIGNATURE.length + 25;

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

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
