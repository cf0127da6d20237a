import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Removes the temporary files of processes that are gone: `NAME.tmp` holds its owner's process id as text,
 * `NAME.PID.tmp` has it in the name.
 */
export function removeLeftovers(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.tmp')) continue;
    const path = join(entry.parentPath, entry.name);
    const owner = /\.(\d+)\.tmp$/.exec(entry.name)?.[1] ?? readOwner(path);
    if (Number(owner) === process.pid || !isAlive(Number(owner))) rmSync(path, { force: true });
  }
}

function readOwner(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(0, 20);
  } catch {
    return '';
  }
}

export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
