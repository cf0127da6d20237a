import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../../nodes/files/atomic-write.ts';
import type { NodeResult } from './node-result.ts';
import { decodeValue, encodeValue } from './value-codec.ts';

/** Results that survive a restart, one file each. It is a cache: whatever fails here costs time and nothing else. */
export interface DiskCache {
  read(key: string): Promise<KeptResult | null>;
  write(key: string, result: KeptResult): Promise<void>;
}

type KeptResult = Pick<NodeResult, 'outputs' | 'notices'>;

const SUFFIX = '.safetensors';

/** @param budget bytes that the files may take together; those used longest ago go first */
export function createDiskCache(folder: string, budget: number): DiskCache {
  const pathOf = (key: string) => join(folder, key + SUFFIX);

  return {
    async read(key) {
      const path = pathOf(key);
      const file = await readFile(path).catch(() => null);
      if (!file) return null;
      const value = decodeValue(file);
      if (typeof value !== 'object' || value === null) {
        await rm(path, { force: true }).catch(() => undefined);
        return null;
      }
      const now = new Date();
      await utimes(path, now, now).catch(() => undefined);
      return value as KeptResult;
    },
    async write(key, { outputs, notices }) {
      const file = encodeValue({ outputs, notices });
      if (!file || file.length > budget) return;
      try {
        await mkdir(folder, { recursive: true });
        await makeRoom(folder, budget - file.length);
        await writeAtomic(pathOf(key), file);
      } catch {
        // A full or read-only disk: the result is made again next time.
      }
    },
  };
}

async function makeRoom(folder: string, budget: number): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = await stat(path);
      return { path, size, mtimeMs };
    }),
  );
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= budget) return;
    await rm(path, { force: true });
    total -= size;
  }
}
