import { readFileSync } from 'node:fs';
import { writeIfPossible } from '../../files/write-if-possible.ts';

/** Whether what was read is of this version. */
type IsWhole<T> = (value: Partial<T>) => boolean;

/**
 * What `make` gave the last time, as long as `key` is the same.
 * @param file undefined: nothing is remembered
 */
export async function remembered<T extends object>(
  file: string | undefined,
  key: string,
  isWhole: IsWhole<T>,
  make: () => Promise<T>,
): Promise<T> {
  if (file === undefined) return make();
  const known = readRemembered(file, key, isWhole);
  if (known) return known;
  const value = await make();
  writeIfPossible(file, JSON.stringify({ key, value }));
  return value;
}

/** Null for a file that is torn, of another version or of another key. */
export function readRemembered<T extends object>(
  file: string,
  key: string,
  isWhole: IsWhole<T>,
): T | null {
  try {
    const known = JSON.parse(readFileSync(file, 'utf8')) as { key?: string; value?: Partial<T> };
    const { value } = known;
    return known.key === key && value && isWhole(value) ? (value as T) : null;
  } catch {
    return null;
  }
}
