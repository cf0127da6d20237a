import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { UserError } from '../errors.ts';

const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/**
 * The segments of a relative name with `/` between folders, as ComfyUI's clients write them.
 * @throws UserError `bad_path` for `..`, absolute names, drive letters, backslashes and NUL
 */
export function segmentsOf(name: string): string[] {
  const segments = name.split('/').filter((s) => s !== '' && s !== '.');
  const absolute = name.startsWith('/') || /^[a-z]:/i.test(name);
  if (absolute || /[\\\0]/.test(name) || segments.includes('..') || name.length > 4096) {
    throw new UserError(
      'bad_path',
      `"${shorten(name)}" is not a name inside the folder.`,
      'Give a relative name with "/" between folders and without "..".',
    );
  }
  return segments;
}

/**
 * Real path of an existing `name` inside `root`. Symbolic links that leave the root are refused.
 * @throws UserError `bad_path`, `outside_folder` or `file_not_found`
 */
export function resolveInside(root: string, name: string): string {
  const path = join(root, ...segmentsOf(name));
  let real: string;
  let realRoot: string;
  try {
    realRoot = realpathSync(root);
    real = realpathSync(path);
  } catch (cause) {
    throw new UserError(
      'file_not_found',
      `There is no file "${shorten(name)}".`,
      `Put the file into ${root}, or choose another.`,
      { cause },
    );
  }
  if (real !== realRoot && !real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) {
    throw new UserError(
      'outside_folder',
      `"${shorten(name)}" leads out of its folder.`,
      'Copy the file into the folder instead of linking to it.',
    );
  }
  return real;
}

/**
 * A file name that every system can store: no reserved characters or device names, no dots or spaces at the end,
 * at most `maxBytes` of UTF-8.
 */
export function safeFileName(name: string, maxBytes = 200): string {
  let safe = name
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u001F\u007F<>:"|?*\\/]/g, '_')
    .replace(/[. ]+$/, '');
  if (WINDOWS_DEVICE.test(safe)) safe = `_${safe}`;
  while (Buffer.byteLength(safe) > maxBytes) safe = safe.slice(0, -1).toWellFormed();
  return safe || '_';
}

function shorten(name: string): string {
  return name.length > 120 ? `${name.slice(0, 120)}…` : name;
}
