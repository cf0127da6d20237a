import { realpathSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, basename } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';
import { OPENED } from './file-kinds.ts';

/** The files that the person has handed to the app; a page reads and writes no other. */
export interface Grants {
  /** @throws UserError `file_not_openable` for a kind of file that the app has no use for */
  grant(path: string): string;
  /** @throws UserError `file_not_chosen` */
  check(path: string): string;
}

export function createGrants(): Grants {
  const granted = new Set<string>();
  return {
    grant(path) {
      const real = realPath(path);
      if (!OPENED.includes(extname(real).toLowerCase())) {
        throw new UserError(
          'file_not_openable',
          `${basename(path)} is neither a workflow nor a picture.`,
          `Open a file that ends in ${OPENED.join(', ')}.`,
        );
      }
      granted.add(real);
      return real;
    },
    check(path) {
      const real = isAbsolute(path) ? realPath(path) : path;
      if (granted.has(real)) return real;
      throw new UserError(
        'file_not_chosen',
        `${path} was not opened or saved in this window before.`,
        'Choose it with Open, or choose where to save with Save as.',
      );
    },
  };
}

/** Without links on the way, so that a link made later leads nowhere else; a file that is yet to be made has none. */
function realPath(path: string): string {
  for (const resolve of [
    () => realpathSync(path),
    () => join(realpathSync(dirname(path)), basename(path)),
  ]) {
    try {
      return resolve();
    } catch {
      continue;
    }
  }
  return path;
}
