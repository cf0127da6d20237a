/** The folder of converted files, and who looks after its disk space. */
import { closeSync, existsSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WeightFile } from '../weight-source.ts';
import { isLocked } from './lock.ts';
import { journalOf, lockOf, SOURCE_FILES } from './prepared-file.ts';

export interface ConvertedFile {
  readonly path: string;
  /** On disk; of an unfinished file what it has by now. */
  readonly bytes: number;
  readonly precision: string;
  /** What it was made from. */
  readonly sources: readonly WeightFile[];
  /** Whether it is still to be gone on with. */
  readonly isUnfinished: boolean;
}

const FOLDER = 'weights';
const FILE = /^[0-9a-f]{32}\.safetensors(\.part)?$/;
const MAX_HEADER = 2 ** 25;
const BLOCK_BYTES = 512;

/** @param dir the workspace's `cacheDir` */
export function convertedFolder(dir: string): string {
  return join(dir, FOLDER);
}

/** @param dir the workspace's `cacheDir` */
export function convertedFiles(dir: string): readonly ConvertedFile[] {
  const folder = convertedFolder(dir);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => FILE.test(name));
  return names.flatMap((name) => {
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return [];
    const { size, blocks } = stats;
    const isUnfinished = name.endsWith('.part');
    const bytes = isUnfinished ? Math.min(size, blocks * BLOCK_BYTES) : size;
    return [{ path, bytes, isUnfinished, ...originOf(path) }];
  });
}

/** Removes all that no other process is making now. @returns bytes freed */
export function clearConverted(dir: string): number {
  let freed = 0;
  for (const { path, bytes } of convertedFiles(dir)) {
    if (!isLocked(lockOf(wholeName(path))) && remove(path)) freed += bytes;
  }
  return freed;
}

/**
 * Removes files whose source is there but is another file now. Sources that are gone or cannot be looked at may be on a drive
 * that comes back.
 */
export function removeStale(dir: string): void {
  for (const { path, sources } of convertedFiles(dir)) if (sources.some(hasChanged)) remove(path);
}

function remove(path: string): boolean {
  try {
    for (const made of [path, journalOf(wholeName(path))]) rmSync(made, { force: true });
    return true;
  } catch {
    // Windows: a session has it open. The next time, then.
    return false;
  }
}

const wholeName = (path: string): string => path.replace(/\.part$/, '');

function hasChanged({ path, size, mtimeMs, inode }: WeightFile): boolean {
  try {
    const now = statSync(path);
    return now.size !== size || now.mtimeMs !== mtimeMs || now.ino !== inode;
  } catch {
    return false;
  }
}

function originOf(path: string): Pick<ConvertedFile, 'precision' | 'sources'> {
  try {
    const header = JSON.parse(headerOf(path)) as { __metadata__?: Record<string, string> };
    const { [SOURCE_FILES]: sources = '[]', precision = '' } = header.__metadata__ ?? {};
    return { sources: JSON.parse(sources) as WeightFile[], precision };
  } catch {
    return { sources: [], precision: '' };
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
