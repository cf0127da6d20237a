/**
 * Texts that ComfyUI's nodes write into the Exif of WebP and JPEG, as `workflow:{…}` and `prompt:{…}` in tags of text,
 * and the user comment, where other programs keep `parameters`. Sources: Exif 2.32, WebP container specification.
 */
import { latin1, startsWith, utf8 } from './bytes.ts';

const EXIF_HEADER = [0x45, 0x78, 0x69, 0x66, 0, 0];
const ASCII = 2;
const UNDEFINED = 7;
const EXIF_DIRECTORY = 0x87_69;
const USER_COMMENT = 0x92_86;
const MOST_ENTRIES = 500;

export function isWebp(bytes: Uint8Array): boolean {
  return latin1(bytes.subarray(0, 4)) === 'RIFF' && latin1(bytes.subarray(8, 12)) === 'WEBP';
}

export function isJpeg(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0xff, 0xd8, 0xff]);
}

/** By keyword. What makes no sense is passed over. */
export function readExifTexts(file: Uint8Array): Map<string, string> {
  const texts = new Map<string, string>();
  const exif = isWebp(file) ? webpExif(file) : isJpeg(file) ? jpegExif(file) : null;
  if (!exif) return texts;
  const tiff = startsWith(exif, EXIF_HEADER) ? exif.subarray(EXIF_HEADER.length) : exif;
  for (const { tag, bytes } of textTags(tiff)) {
    const [, keyword, text] = /^(workflow|prompt):\s*([[{][^]*)$/i.exec(utf8(bytes)) ?? [];
    if (keyword !== undefined && text !== undefined && !texts.has(keyword.toLowerCase())) {
      texts.set(keyword.toLowerCase(), text);
    } else if (tag === USER_COMMENT) texts.set('parameters', latin1(bytes));
  }
  return texts;
}

function webpExif(file: Uint8Array): Uint8Array | null {
  const view = viewOf(file);
  for (let at = 12; at + 8 <= file.length;) {
    const size = view.getUint32(at + 4, true);
    if (latin1(file.subarray(at, at + 4)) === 'EXIF') return file.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  return null;
}

/** Segments up to the picture's data. */
function jpegExif(file: Uint8Array): Uint8Array | null {
  const view = viewOf(file);
  for (let at = 2; at + 4 <= file.length && file[at] === 0xff;) {
    const marker = file[at + 1];
    const size = view.getUint16(at + 2);
    if (marker === 0xda || size < 2) return null;
    const data = file.subarray(at + 4, at + 2 + size);
    if (marker === 0xe1 && startsWith(data, EXIF_HEADER)) return data;
    at += 2 + size;
  }
  return null;
}

/** The tags of text in the first directory and in the one for Exif, without NULs at the end. */
function* textTags(tiff: Uint8Array): Generator<{ tag: number; bytes: Uint8Array }> {
  if (tiff.length < 8) return;
  const isLittle = tiff[0] === 0x49;
  const view = viewOf(tiff);
  const directories = [view.getUint32(4, isLittle)];
  for (let d = 0; d < directories.length && d < 2; d++) {
    const start = directories[d] ?? 0;
    if (start + 2 > tiff.length) continue;
    const count = Math.min(view.getUint16(start, isLittle), MOST_ENTRIES);
    for (let i = 0; i < count; i++) {
      const at = start + 2 + i * 12;
      if (at + 12 > tiff.length) break;
      const tag = view.getUint16(at, isLittle);
      const type = view.getUint16(at + 2, isLittle);
      const size = view.getUint32(at + 4, isLittle);
      if (tag === EXIF_DIRECTORY) directories.push(view.getUint32(at + 8, isLittle));
      if (type !== ASCII && !(type === UNDEFINED && tag === USER_COMMENT)) continue;
      const from = size <= 4 ? at + 8 : view.getUint32(at + 8, isLittle);
      yield { tag, bytes: trimmed(tiff.subarray(from, from + size)) };
    }
  }
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
