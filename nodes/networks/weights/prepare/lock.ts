/**
 * Lets one process at a time make a file. Two would do no harm, as both write the same bytes to the same places; they would
 * only do the work twice. So a lock that looks left behind may be taken over.
 */
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { isAlive } from '../../../files/leftovers.ts';

const BEAT_MS = 2000;
/** A process that is there but was not heard of for so long hangs, or has the number of the one that is gone. */
const SILENT_MS = 60_000;

/** Takes the lock. @returns what gives it back; null while another process has it */
export function tryLock(path: string): (() => void) | null {
  if (isLeft(path)) rmSync(path, { force: true });
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
  const beat = setInterval(() => touch(path), BEAT_MS).unref();
  return () => {
    clearInterval(beat);
    rmSync(path, { force: true });
  };
}

/** Whether another process, or this one, has the lock. */
export function isLocked(path: string): boolean {
  return existsSync(path) && !isLeft(path);
}

function isLeft(path: string): boolean {
  try {
    const { mtimeMs } = statSync(path);
    return (
      !isAlive(Number(readFileSync(path, 'utf8'))) || Math.abs(Date.now() - mtimeMs) > SILENT_MS
    );
  } catch {
    return false;
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Taken over by another process: nothing to keep.
  }
}
