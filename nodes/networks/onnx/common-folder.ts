import nodePath, { type PlatformPath } from 'node:path';

type Paths = Pick<PlatformPath, 'dirname' | 'parse' | 'sep'>;

/** Where files lie, for a reader that takes paths below one folder only. */
export interface CommonFolder {
  readonly dir: string;
  /** The path below `dir` with `/` between its parts; null for a file of another drive. */
  readonly locationOf: (file: string) => string | null;
}

/** The deepest folder common to those files that share a drive with the first. */
export function commonFolder(
  files: readonly [string, ...string[]],
  path: Paths = nodePath,
): CommonFolder {
  const drive = (file: string) => path.parse(file).root.toLowerCase();
  const near = (file: string) => drive(file) === drive(files[0]);
  const folders = files.filter(near).map((file) => path.dirname(file).split(path.sep));
  const first = folders[0] ?? [];
  const differs = first.findIndex((part, i) => folders.some((other) => other[i] !== part));
  const shared = differs < 0 ? first : first.slice(0, differs);
  const { root } = path.parse(files[0]);
  const joined = shared.join(path.sep);
  const dir = joined.length < root.length ? root : joined;
  const skip = dir.endsWith(path.sep) ? dir.length : dir.length + 1;
  return {
    dir,
    locationOf: (file) => (near(file) ? file.slice(skip).split(path.sep).join('/') : null),
  };
}
