import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/** Bytes that may still be written where a folder lies. */
export type FreeSpace = (folder: string) => Promise<number>;

/** Left free for everything else. */
const RESERVE = 256 * 2 ** 20;

export const freeSpaceOf: FreeSpace = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

interface Need {
  /** Begins the message: whose bytes they are. */
  readonly what: string;
  readonly bytes: number;
  readonly folder: string;
  readonly cure: string;
}

/** @throws UserError `no_space` */
export async function requireSpace(
  { what, bytes, folder, cure }: Need,
  freeSpace: FreeSpace = freeSpaceOf,
): Promise<void> {
  const free = await freeSpace(existing(folder));
  if (bytes <= 0 || bytes + RESERVE <= free) return;
  throw new UserError(
    'no_space',
    `${what} needs ${inUnits(bytes)} and ${inUnits(RESERVE)} to spare; ${inUnits(free)} are free at ${folder}.`,
    cure,
  );
}

function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

function inUnits(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}
