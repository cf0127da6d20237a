import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const AT_ONCE = 8;

/** SHA-256 in hex by path, with slashes, below the folder. */
export type FileHashes = Readonly<Record<string, string>>;

/**
 * Which files differ from what was packed. Electron checks its archive alone, and the native modules and the server lie
 * beside it. A file that is gone was left out by the packer, or is missed by the server at its start.
 */
export async function changedFiles(folder: string, hashes: FileHashes): Promise<string[]> {
  const changed: string[] = [];
  const waiting = Object.entries(hashes).values();
  const worker = async () => {
    for (const [name, expected] of waiting) {
      const actual = await sha256(join(folder, name));
      if (actual !== null && actual !== expected) changed.push(name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return changed;
}

async function sha256(path: string): Promise<string | null> {
  try {
    return hash('sha256', await readFile(path));
  } catch {
    return null;
  }
}
