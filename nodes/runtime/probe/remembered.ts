import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What `make` gave the last time, as long as `key` is the same.
 * @param file undefined: nothing is remembered
 * @param isWhole whether what was read is of this version
 */
export async function remembered<T extends object>(
  file: string | undefined,
  key: string,
  isWhole: (value: Partial<T>) => value is T,
  make: () => Promise<T>,
): Promise<T> {
  if (file === undefined) return make();
  const known = read<T>(file);
  if (known?.key === key && known.value && isWhole(known.value)) return known.value;
  const value = await make();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ key, value }));
  return value;
}

function read<T>(file: string): { readonly key?: string; readonly value?: Partial<T> } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { key?: string; value?: Partial<T> } | null;
  } catch {
    return null;
  }
}
