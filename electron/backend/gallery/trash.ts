import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, utimes, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';
import { resolveInside } from '../../../nodes/files/paths.ts';
import { makeFolder } from '../../../nodes/files/reserve.ts';
import type { PictureIndex } from './picture-index.ts';

const KEPT_MS = 30 * 24 * 3600 * 1000;

/** Deleted pictures, kept for 30 days so that deleting can be undone. */
export interface Trash {
  /** @returns the ids that were there */
  put(ids: readonly number[]): Promise<number[]>;
  /** @returns the ids that were in the trash; a name that was taken meanwhile gets a number */
  restore(ids: readonly number[]): Promise<number[]>;
  /** Deletes for good what has been here for 30 days. */
  empty(): Promise<void>;
}

/** @param folder where the deleted files go */
export function openTrash(folder: string, root: string, index: PictureIndex): Trash {
  const kept = (id: number, filename: string) => join(folder, `${id}${extname(filename)}`);

  const put = async (id: number): Promise<boolean> => {
    const file = index.get(id);
    if (!file || file.trashed !== null) return false;
    const path = find(root, file);
    if (path === null) {
      index.forget([id]);
      return false;
    }
    await mkdir(folder, { recursive: true });
    await move(path, kept(id, file.filename));
    index.setTrashed(id, Date.now(), file.filename);
    return true;
  };

  const restore = async (id: number): Promise<boolean> => {
    const file = index.get(id);
    if (!file || file.trashed === null) return false;
    const from = kept(id, file.filename);
    if (!existsSync(from)) {
      index.forget([id]);
      return false;
    }
    const target = makeFolder(root, file.subfolder);
    const filename = freeName(target, file.filename);
    await move(from, join(target, filename));
    const now = index.find(file.subfolder, filename);
    if (now) index.forget([now.id]);
    index.setTrashed(id, null, filename);
    return true;
  };

  return {
    put: (ids) => oneByOne(ids, put),
    restore: (ids) => oneByOne(ids, restore),
    async empty() {
      const old = index.trashedBefore(Date.now() - KEPT_MS);
      for (const { id, filename } of old) await rm(kept(id, filename), { force: true });
      index.forget(old.map(({ id }) => id));
    },
  };
}

async function oneByOne(
  ids: readonly number[],
  change: (id: number) => Promise<boolean>,
): Promise<number[]> {
  const done: number[] = [];
  for (const id of ids) if (await change(id)) done.push(id);
  return done;
}

/** Null when the file is gone. @throws UserError when it leads out of the folder */
function find(root: string, { subfolder, filename }: { subfolder: string; filename: string }) {
  try {
    return resolveInside(root, subfolder === '' ? filename : `${subfolder}/${filename}`);
  } catch (error) {
    if (error instanceof UserError && error.code === 'file_not_found') return null;
    throw error;
  }
}

function freeName(folder: string, filename: string): string {
  const extension = extname(filename);
  const stem = filename.slice(0, filename.length - extension.length);
  for (let i = 0; ; i++) {
    const name = i === 0 ? filename : `${stem} (${i})${extension}`;
    if (!existsSync(join(folder, name))) return name;
  }
}

/** Also from one disk to another; the file's time stays. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const { atime, mtime } = await stat(from);
    await copyFile(from, to);
    await utimes(to, atime, mtime);
    await rm(from);
  }
}
