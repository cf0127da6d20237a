import { withFile } from '../weight-file.ts';
import { parseGguf } from './parse-gguf.ts';

/**
 * Arrays among the values that a GGUF file begins with, which opening it passes over: texts, or numbers as text.
 * @throws UserError where the header is damaged
 */
export function readGgufArrays(
  path: string,
  keys: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const { values } = withFile(path, (file) => parseGguf(path, file, keys));
  const arrays = keys.map((key) => [key, values.get(key)] as const);
  return new Map(
    arrays.filter((entry): entry is [string, readonly string[]] => typeof entry[1] === 'object'),
  );
}
