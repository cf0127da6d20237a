import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from '../http/errors.ts';
import { loadSharp } from './load-sharp.ts';
import { turns } from './turns.ts';

/** Longest edges that are made; what is asked for is rounded up to one. */
const EDGES = [64, 160, 320, 640, 1024];
const AT_ONCE = 2;
const KEPT_BYTES = 256 * 2 ** 20;

export interface Thumbnail {
  readonly tag: string;
  /** WebP. @throws Refused when the file is no picture */
  bytes(isWanted: () => boolean): Promise<Buffer | null>;
}

/** Small pictures, made once for each state of a file and kept on disk. */
export interface Thumbnails {
  /** @param edge the longest, in pixels; never larger than the picture itself */
  of(path: string, edge: number): Promise<Thumbnail>;
  /** Removes the oldest beyond 256 MiB. */
  trim(): Promise<void>;
}

export function openThumbnails(folder: string): Thumbnails {
  const inTurn = turns(AT_ONCE);
  const make = async (path: string, edge: number, kept: string): Promise<Buffer> => {
    const bytes = await shrink(path, edge);
    const temporary = `${kept}.${randomUUID()}.tmp`;
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, bytes)
      .then(() => rename(temporary, kept))
      .catch(() => rm(temporary, { force: true }));
    return bytes;
  };

  return {
    async of(path, wanted) {
      const { size, mtimeMs } = await stat(path);
      const edge = EDGES.find((edge) => edge >= wanted) ?? wanted;
      const identity = JSON.stringify([path, size, mtimeMs, edge]);
      const tag = createHash('sha256').update(identity).digest('hex').slice(0, 32);
      const kept = join(folder, `${tag}.webp`);
      return {
        tag,
        async bytes(isWanted) {
          const before = await readFile(kept).catch(() => null);
          if (before && before.length > 0) return before;
          return inTurn(async () => (isWanted() ? make(path, edge, kept) : null));
        },
      };
    },
    async trim() {
      const names = await readdir(folder).catch(() => []);
      const files = await Promise.all(
        names.map(async (name) => {
          const path = join(folder, name);
          const info = await stat(path).catch(() => null);
          return { path, size: info?.size ?? 0, mtime: info?.mtimeMs ?? 0 };
        }),
      );
      let total = 0;
      for (const { path, size } of files.toSorted((a, b) => b.mtime - a.mtime)) {
        total += size;
        if (total > KEPT_BYTES) await rm(path, { force: true });
      }
    },
  };
}

async function shrink(path: string, edge: number): Promise<Buffer> {
  const sharp = await loadSharp();
  try {
    return await sharp(path)
      .autoOrient()
      .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 82 })
      .toBuffer();
  } catch (error) {
    throw new Refused(400, 'not_a_picture', 'The file is not a readable picture', String(error));
  }
}
