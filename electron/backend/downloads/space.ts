import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';

/** Bytes that may still be written where a folder lies. */
export type FreeSpace = (folder: string) => Promise<number>;

/** Left free for everything else. */
const RESERVE = 256 * 2 ** 20;

export const freeSpaceOf: FreeSpace = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** @throws UserError `no_space` */
export async function requireSpace(
  path: string,
  bytes: number,
  freeSpace: FreeSpace,
): Promise<void> {
  const free = await freeSpace(existing(dirname(path)));
  if (bytes <= 0 || bytes + RESERVE <= free) return;
  throw new UserError(
    'no_space',
    `${basename(path)} needs ${gigabytes(bytes)}; ${gigabytes(free)} are free at ${dirname(path)}.`,
    'Free some space, or choose another folder for downloads in the settings.',
  );
}

function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
