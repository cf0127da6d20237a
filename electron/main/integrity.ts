import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** SHA-256 in hex by path, with slashes, below the folder. */
export type FileHashes = Readonly<Record<string, string>>;

/**
 * Which files differ from what was packed or are gone. Electron checks its archive alone, and the native modules and the
 * server lie beside it.
 */
export async function changedFiles(folder: string, hashes: FileHashes): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, expected] of Object.entries(hashes)) {
    if ((await sha256(join(folder, name))) !== expected) changed.push(name);
  }
  return changed;
}

async function sha256(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
    return hash.digest('hex');
  } catch {
    return null;
  }
}
