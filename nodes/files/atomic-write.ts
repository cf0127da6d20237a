import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { temporaryFor } from './leftovers.ts';

/**
 * Writes a file all or nothing: temporary file in the same folder, fsync, rename, fsync of the folder.
 * @param mode permissions of a file that is new
 * @throws UserError `disk_full` or `output_unwritable`
 */
export async function writeAtomic(path: string, bytes: Uint8Array, mode = 0o666): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    const file = await open(temporary, 'w', mode);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await replace(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw asUserError(error, path);
  }
}

/** What a failed write means to the person; other errors pass unchanged. */
export function asUserError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new UserError(
      'disk_full',
      `The disk is full: ${path} was not written.`,
      'Free some space, then queue the workflow again.',
      { cause: error },
    );
  }
  if (
    [
      'EACCES',
      'EPERM',
      'EROFS',
      'ENOENT',
      'ENOTDIR',
      'EISDIR',
      'EEXIST',
      'EIO',
      'ENAMETOOLONG',
    ].includes(code)
  ) {
    return new UserError(
      'output_unwritable',
      `${path} cannot be written (${code}).`,
      `Make ${dirname(path)} writable, or choose another folder.`,
      { cause: error },
    );
  }
  return error;
}

/** Renames; virus scanners on Windows hold new files open for a moment. */
export async function replace(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (process.platform !== 'win32' || attempt === 5) throw error;
      if (code !== 'EPERM' && code !== 'EBUSY' && code !== 'EACCES') throw error;
      await sleep(20 * 2 ** attempt);
    }
  }
}

export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
