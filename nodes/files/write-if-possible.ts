import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes what can be made again at any time: a folder that is read-only or full makes that slower, no more. */
export function writeIfPossible(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch {
    // Made again the next time.
  }
}
