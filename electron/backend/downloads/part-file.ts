import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replace, syncFolder } from '../../../nodes/files/atomic-write.ts';

const CHUNK = 2 ** 20;

/** Where a file grows until it is whole. */
export function partOf(path: string): string {
  return `${path}.part`;
}

export function sizeOfPart(path: string): number {
  return statSync(partOf(path), { throwIfNoEntry: false })?.size ?? 0;
}

/** Opened at `offset`; what lies behind it is cut off. */
export async function openPart(path: string, offset: number): Promise<FileHandle> {
  const file = await open(partOf(path), offset === 0 ? 'w' : 'r+');
  await file.truncate(offset);
  return file;
}

/** Of the whole part, in lower-case hexadecimals. @param onRead bytes read so far */
export async function sha256OfPart(
  path: string,
  onRead: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of createReadStream(partOf(path), { highWaterMark: CHUNK, signal })) {
    hash.update(chunk as Buffer);
    onRead((done += (chunk as Buffer).length));
  }
  return hash.digest('hex');
}

/** Gives the whole file its name. */
export async function finishPart(path: string): Promise<void> {
  const file = await open(partOf(path), 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await replace(partOf(path), path);
  await syncFolder(dirname(path));
}
