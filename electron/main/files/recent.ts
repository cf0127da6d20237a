import { basename } from 'node:path';
import type { FileName } from '../../protocol/desktop.ts';

const MOST = 12;

/** The list with `path` in front. */
export function withRecent(paths: readonly string[], path: string): readonly string[] {
  return [path, ...paths.filter((other) => other !== path)].slice(0, MOST);
}

/** What a menu shows. */
export function recentNames(paths: readonly string[]): readonly FileName[] {
  return paths.map((path) => ({ path, name: basename(path) }));
}
