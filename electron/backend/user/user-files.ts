/** Files of the person: workflows and what else clients keep in ComfyUI's user folder. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';
import { asUserError, writeAtomic } from '../../../nodes/files/atomic-write.ts';
import { isLeftover } from '../../../nodes/files/leftovers.ts';
import { resolveInside, safeFileName, segmentsOf } from '../../../nodes/files/paths.ts';
import { makeFolder } from '../../../nodes/files/reserve.ts';
import type { UserFileInfo } from '../../protocol/user-files.ts';

export interface StoredFile {
  readonly bytes: Buffer;
  readonly tag: string;
}

/** What a file that is about to be replaced must be. */
export interface Expectation {
  readonly overwrite: boolean;
  /** Tag that the file had when it was read; null: any. */
  readonly tag: string | null;
}

export interface UserFiles {
  /** @throws UserError `file_not_found`, `bad_path`, `outside_folder` */
  list(folder: string, deep: boolean): Promise<UserFileInfo[]>;
  browse(folder: string): Promise<(UserFileInfo & { readonly isFolder: boolean })[]>;
  read(name: string): Promise<StoredFile>;
  /** @throws UserError also `exists`, `changed_elsewhere`, `disk_full`, `output_unwritable` */
  write(name: string, bytes: Uint8Array, expected: Expectation): Promise<Written>;
  remove(name: string): Promise<void>;
  move(from: string, to: string, overwrite: boolean): Promise<UserFileInfo>;
}

export interface Written {
  readonly info: UserFileInfo;
  readonly tag: string;
}

/** Changes come one after the other, so that what is checked still holds when it is written. */
export function userFiles(folder: string): UserFiles {
  const root = realpathSync(folder);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  /** Where a file is or will be; its name made one that every system can store. */
  const placeOf = (name: string) => {
    const segments = segmentsOf(name).map((segment) => safeFileName(segment));
    const file = segments.pop();
    if (file === undefined) throw noName();
    const folder = makeFolder(root, segments.join('/'));
    const path = join(folder, file);
    if (isFolder(path)) throw noName();
    return { path, relative: [...segments, file].join('/') };
  };

  const existing = (name: string) => {
    const path = resolveInside(root, name);
    if (!statSync(path).isFile()) throw missing(name);
    // A link inside is removed or moved itself, not what it leads to.
    return join(root, ...segmentsOf(name));
  };

  return {
    async list(folder, deep) {
      const path = resolveInside(root, folder);
      if (!statSync(path).isDirectory()) throw missing(folder);
      const entries = await readdir(path, { recursive: deep, withFileTypes: true });
      const files = await Promise.all(
        entries
          .filter((entry) => entry.isFile() && !isLeftover(entry.name))
          .map((entry) => infoOf(join(entry.parentPath, entry.name), path)),
      );
      return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
    async browse(folder) {
      const path = folder === '' ? root : resolveInside(root, folder);
      if (!isFolder(path)) throw missing(folder);
      const entries = (await readdir(path, { withFileTypes: true })).filter(isShown);
      const parts = await Promise.all(
        entries.map(async (entry) => ({
          ...(await infoOf(join(path, entry.name), root)),
          isFolder: entry.isDirectory(),
        })),
      );
      return parts.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
    async read(name) {
      const path = resolveInside(root, name);
      if (!statSync(path).isFile()) throw missing(name);
      const bytes = await readFile(path);
      return { bytes, tag: tagOf(bytes) };
    },
    write: (name, bytes, expected) =>
      inTurn(async () => {
        const { path, relative } = placeOf(name);
        const present = existsSync(path)
          ? tagOf(await readFile(resolveInside(root, relative)))
          : null;
        if (present !== null && !expected.overwrite) throw taken(relative);
        const tag = tagOf(bytes);
        // What is there already was written by a try whose answer was lost.
        const isThere = present === tag;
        if (expected.tag !== null && present !== expected.tag && !isThere) throw changed(relative);
        await writeAtomic(path, bytes);
        return { info: { ...(await infoOf(path, root)), path: relative }, tag };
      }),
    remove: (name) => inTurn(() => rm(existing(name))),
    move: (from, to, overwrite) =>
      inTurn(async () => {
        const source = existing(from);
        const { path, relative } = placeOf(to);
        if (existsSync(path) && !overwrite) throw taken(relative);
        await rename(source, path).catch((error: unknown) => {
          throw asUserError(error, path);
        });
        return { ...(await infoOf(path, root)), path: relative };
      }),
  };
}

/** Tells two contents of a file apart. */
function tagOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

async function infoOf(path: string, root: string): Promise<UserFileInfo> {
  const { size, mtimeMs, birthtimeMs } = await stat(path);
  return {
    path: path.slice(root.length + 1).replaceAll('\\', '/'),
    size,
    modified: Math.round(mtimeMs),
    created: Math.round(birthtimeMs),
  };
}

function isShown(entry: Dirent): boolean {
  return entry.isDirectory() || (entry.isFile() && !isLeftover(entry.name));
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function missing(name: string): UserError {
  return new UserError('file_not_found', `There is no file "${name}".`, 'Choose another.');
}

function noName(): UserError {
  return new UserError('bad_path', 'This is the name of a folder.', 'Give the file a name.');
}

function taken(name: string): UserError {
  return new UserError(
    'exists',
    `There is a file "${basename(name)}" in ${dirname(name)} already.`,
    'Choose another name, or replace it.',
  );
}

function changed(name: string): UserError {
  return new UserError(
    'changed_elsewhere',
    `"${basename(name)}" was changed in another window or program.`,
    'Keep yours, open theirs, or save yours under another name.',
  );
}
