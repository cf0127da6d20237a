import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where a file is written before it gets its name; says whose it is. */
export function temporaryFor(path: string): string {
  return `${path}.taca-${process.pid}.tmp`;
}

/** Marks a name as taken before its file is there; holds its owner's process id as text. */
export function claimFor(path: string): string {
  return `${path}.taca.tmp`;
}

const OURS = /\.taca(?:-(\d+))?\.tmp$/;

/** Whether it is the name of such a file. */
export function isLeftover(name: string): boolean {
  return OURS.test(name);
}

/** Removes temporary files and claims of processes that are gone. */
export function removeLeftovers(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const ours = entry.isFile() ? OURS.exec(entry.name) : null;
    if (!ours) continue;
    const path = join(entry.parentPath, entry.name);
    const owner = Number(ours[1] ?? readOwner(path));
    if (owner === process.pid || !isAlive(owner)) rmSync(path, { force: true });
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
