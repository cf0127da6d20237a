/** Takes files out of a zip archive: what wheels are. Format: PKWARE's APPNOTE, without zip64, encryption and split archives. */
import { createWriteStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { UserError } from '../../../nodes/errors.ts';

const END = 0x06_05_4b_50;
const END_LENGTH = 22;
const MOST_COMMENT = 2 ** 16;
const ENTRY = 0x02_01_4b_50;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const DEFLATED = 8;
const STORED = 0;

interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

/** By their paths. @throws UserError `archive_damaged` */
export async function zipEntries(file: FileHandle): Promise<Map<string, Entry>> {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - END_LENGTH - MOST_COMMENT), size);
  let end = tail.length - END_LENGTH;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) throw damaged('it has no list of files');
  const start = tail.readUInt32LE(end + 16);
  const list = await read(file, start, start + tail.readUInt32LE(end + 12));
  const entries = new Map<string, Entry>();
  for (let at = 0; at + ENTRY_LENGTH <= list.length;) {
    if (list.readUInt32LE(at) !== ENTRY) throw damaged('its list of files is broken');
    const name = list.readUInt16LE(at + 28);
    entries.set(list.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + name), {
      method: list.readUInt16LE(at + 10),
      crc: list.readUInt32LE(at + 16),
      packed: list.readUInt32LE(at + 20),
      size: list.readUInt32LE(at + 24),
      offset: list.readUInt32LE(at + 42),
    });
    at += ENTRY_LENGTH + name + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return entries;
}

/** Writes one file of the archive to `path`. @throws UserError `archive_damaged` */
export async function extract(file: FileHandle, entry: Entry, path: string): Promise<void> {
  const { method, packed, offset } = entry;
  if (method !== DEFLATED && method !== STORED) throw damaged(`it is packed by method ${method}`);
  const header = await read(file, offset, offset + LOCAL_LENGTH);
  if (header.length < LOCAL_LENGTH) throw damaged('it is cut off');
  const start = offset + LOCAL_LENGTH + header.readUInt16LE(26) + header.readUInt16LE(28);
  const bytes = file.createReadStream({ start, end: start + packed - 1, autoClose: false });
  const target = createWriteStream(path, { mode: 0o755, flush: true });
  let crc = 0;
  let size = 0;
  async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      crc = crc32(chunk, crc);
      size += chunk.length;
      if (size > entry.size) throw damaged('a file in it is longer than it says');
      yield chunk;
    }
  }
  try {
    if (method === DEFLATED) await pipeline(bytes, createInflateRaw(), counted, target);
    else await pipeline(bytes, counted, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw damaged('it cannot be unpacked');
    throw error;
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged('a file in it is not what it says');
}

async function read(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, end - start));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}

function damaged(why: string): UserError {
  return new UserError('archive_damaged', `The archive is damaged: ${why}.`, 'Install it again.');
}
