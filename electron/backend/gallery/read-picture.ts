import { open, readFile, stat, type FileHandle } from 'node:fs/promises';
import { readExifTexts } from '../../../nodes/graph/workflow/embedded/exif-text.ts';
import { parseJson, type Json } from '../../../nodes/graph/json.ts';
import { readPngTexts } from '../../../nodes/graph/workflow/embedded/png-text.ts';
import { PNG_SIGNATURE } from '../../../nodes/image/png.ts';
import { loadSharp } from '../pictures/load-sharp.ts';

/** What a picture's file says of itself; 0 by 0 when it cannot be read. */
export interface PictureContents {
  readonly width: number;
  readonly height: number;
  readonly prompt: Json;
  readonly workflow: Json;
}

const MOST_TEXT = 16 << 20;
/** Of a whole file whose text may stand at its end. */
const LARGEST_EXIF = 64 << 20;
const NO_TEXTS: ReadonlyMap<string, string> = new Map();
const MOST_CHUNKS = 20_000;
const HEADER = 33;
const TEXT = new Set(['tEXt', 'zTXt', 'iTXt']);

/** Reads the header and the text alone, not the pixels. A damaged file says less, but is no error. */
export async function readPicture(path: string): Promise<PictureContents> {
  const png = await readPngText(path).catch(() => null);
  const size = png
    ? { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
    : await sizeOf(path);
  const texts = png ? await textsOf(png) : await readExif(path).catch(() => NO_TEXTS);
  return { ...size, prompt: jsonOf(texts.get('prompt')), workflow: jsonOf(texts.get('workflow')) };
}

/** The texts of a WebP or JPEG picture. */
async function readExif(path: string): Promise<ReadonlyMap<string, string>> {
  const { size } = await stat(path);
  return size <= LARGEST_EXIF ? readExifTexts(await readFile(path)) : NO_TEXTS;
}

/** Signature, header and text chunks of a PNG; null when it is none. */
async function readPngText(path: string): Promise<Buffer | null> {
  await using file = await open(path);
  const head = await readAt(file, 0, HEADER);
  if (head.length < HEADER || !PNG_SIGNATURE.every((byte, i) => head[i] === byte)) return null;
  const parts = [head];
  let left = MOST_TEXT;
  let at = HEADER;
  for (let chunks = 0; chunks < MOST_CHUNKS; chunks++) {
    const start = await readAt(file, at, 8);
    if (start.length < 8) break;
    const length = start.readUInt32BE(0);
    if (TEXT.has(start.toString('latin1', 4)) && length <= left) {
      parts.push(await readAt(file, at, length + 12));
      left -= length;
    }
    at += length + 12;
  }
  return Buffer.concat(parts);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

async function textsOf(png: Buffer): Promise<ReadonlyMap<string, string>> {
  try {
    return await readPngTexts(png);
  } catch {
    return new Map();
  }
}

function jsonOf(text: string | undefined): Json {
  try {
    return parseJson(text ?? 'null');
  } catch {
    return null;
  }
}

async function sizeOf(path: string): Promise<{ width: number; height: number }> {
  try {
    const sharp = await loadSharp();
    const { autoOrient } = await sharp(path).metadata();
    return { width: autoOrient.width, height: autoOrient.height };
  } catch {
    return { width: 0, height: 0 };
  }
}
