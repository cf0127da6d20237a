import { closeSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WeightFile } from '../weight-source.ts';
import { journalOf, SOURCE_FILES, unfinished } from './prepared-file.ts';

const FILE = /^[0-9a-f]{32}\.safetensors(\.part)?$/;
const MAX_HEADER = 2 ** 25;

/** Removes converted files whose source is there but is another file now. Sources that are gone may be on a drive that comes back. */
export function removeStale(dir: string): void {
  for (const name of readdirSync(dir)) {
    if (!FILE.test(name)) continue;
    const path = join(dir, name);
    if (!sourcesOf(path).some(hasChanged)) continue;
    const whole = path.replace(/\.part$/, '');
    for (const old of [whole, unfinished(whole), journalOf(whole)]) {
      try {
        rmSync(old, { force: true });
      } catch {
        // Windows: a session still has it open. The next time, then.
      }
    }
  }
}

function hasChanged({ path, size, mtimeMs, inode }: WeightFile): boolean {
  const now = statSync(path, { throwIfNoEntry: false });
  return now !== undefined && (now.size !== size || now.mtimeMs !== mtimeMs || now.ino !== inode);
}

/** The files that a converted file was made from; none where it does not say. */
function sourcesOf(path: string): readonly WeightFile[] {
  try {
    const header = JSON.parse(headerOf(path)) as { __metadata__?: Record<string, string> };
    return JSON.parse(header.__metadata__?.[SOURCE_FILES] ?? '[]') as WeightFile[];
  } catch {
    return [];
  }
}

function headerOf(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const start = new Uint8Array(8);
    readSync(fd, start, 0, start.length, 0);
    const length = Math.min(Number(new DataView(start.buffer).getBigUint64(0, true)), MAX_HEADER);
    const text = new Uint8Array(length);
    return new TextDecoder().decode(text.subarray(0, readSync(fd, text, 0, length, 8)));
  } finally {
    closeSync(fd);
  }
}
