import { dirname, join } from 'node:path';
import { indexOf } from '../networks/weights/find-weights.ts';
import { shardsOf } from '../networks/weights/sharded.ts';

/** All files of weights in parts, by one of them; the file itself where it is no part. */
export function partsBeside(path: string): readonly string[] {
  const index = indexOf(path);
  return index === null ? [path] : shardsOf(index).map((name) => join(dirname(path), name));
}
