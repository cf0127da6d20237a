import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { asUserError, writeAtomic } from './atomic-write.ts';
import { claimFor } from './leftovers.ts';
import type { OutputJournal } from './output-journal.ts';
import { resolveInside, safeFileName, segmentsOf } from './paths.ts';
import type { OutputPath } from './workspace.ts';

interface Request {
  readonly type: 'output' | 'temp';
  readonly prefix: string;
  readonly extension: string;
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/**
 * Claims the next free name `prefix_00001_.ext` below `root`: counter = highest there + 1, whatever the extension.
 * The claim is a file beside it, made exclusively, so that two processes never get the same name.
 */
export function reserveOutput(root: string, request: Request, journal?: OutputJournal): OutputPath {
  const { type, prefix, extension } = request;
  const key = `${type} ${prefix} ${extension}`;
  const earlier = journal?.reuse(key);
  if (earlier) return outputPath(root, earlier.type, earlier.subfolder, earlier.filename);

  const segments = segmentsOf(fillIn(prefix, request.size)).map((s) => safeFileName(s));
  const stem = prefix.endsWith('/') ? '' : (segments.pop() ?? '');
  const subfolder = segments.join('/');
  const folder = makeFolder(root, subfolder);
  for (let counter = highest(folder, stem) + 1; ; counter++) {
    const filename = `${stem}_${String(counter).padStart(5, '0')}_.${extension}`;
    if (!claim(folder, filename)) continue;
    journal?.add({ key, type, subfolder, filename });
    return outputPath(root, type, subfolder, filename);
  }
}

function outputPath(
  root: string,
  type: 'output' | 'temp',
  subfolder: string,
  filename: string,
): OutputPath {
  return {
    type,
    subfolder,
    filename,
    async write(bytes) {
      const path = join(makeFolder(root, subfolder), filename);
      await writeAtomic(path, bytes).finally(() => unclaim(path));
    },
  };
}

/** The folder, made if missing. @throws UserError when a link in it leads out of `root` */
export function makeFolder(root: string, subfolder: string): string {
  let below = '';
  let folder = root;
  for (const segment of ['', ...segmentsOf(subfolder)]) {
    below = below === '' ? segment : `${below}/${segment}`;
    try {
      mkdirSync(join(root, below), { recursive: true });
    } catch (error) {
      throw asUserError(error, join(root, below));
    }
    folder = resolveInside(root, below);
  }
  return folder;
}

function highest(folder: string, stem: string): number {
  const start = `${stem}_`.toLowerCase();
  let max = 0;
  for (const name of readdirSync(folder)) {
    if (!name.toLowerCase().startsWith(start)) continue;
    const digits = /^\d{1,15}(?=_|\.|$)/.exec(name.slice(start.length));
    if (digits) max = Math.max(max, Number(digits[0]));
  }
  return max;
}

function claim(folder: string, filename: string): boolean {
  const path = join(folder, filename);
  try {
    writeFileSync(claimFor(path), String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw asUserError(error, path);
  }
  if (!existsSync(path)) return true;
  unclaim(path);
  return false;
}

function unclaim(path: string): void {
  try {
    rmSync(claimFor(path), { force: true });
  } catch {
    // It costs a number until the leftovers are removed.
  }
}

/** ComfyUI's variables in a file name prefix. */
function fillIn(prefix: string, size: Request['size']): string {
  if (prefix.includes('\0')) {
    throw new UserError('bad_path', 'The file name prefix has a NUL in it.', 'Remove it.');
  }
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, '0');
  const values: Record<string, string> = {
    width: String(size?.width ?? 0),
    height: String(size?.height ?? 0),
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    hour: two(now.getHours()),
    minute: two(now.getMinutes()),
    second: two(now.getSeconds()),
  };
  return prefix.replaceAll(/%(\w+)%/g, (whole, name: string) => values[name] ?? whole);
}
