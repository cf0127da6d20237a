import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';
import { writeAtomic } from '../../../nodes/files/atomic-write.ts';
import type { FileName, OpenedFile } from '../../protocol/desktop.ts';
import type { Grants } from './grants.ts';

const LARGEST = 256 * 2 ** 20;

/** @throws UserError `file_not_chosen`, `file_too_large`, `file_unreadable` */
export async function readChosen(path: string, grants: Grants): Promise<OpenedFile> {
  const real = grants.check(path);
  const name = basename(path);
  try {
    const file = await open(real);
    try {
      const { size } = await file.stat();
      if (size > LARGEST) throw tooLarge(name, size);
      return { path, name, bytes: new Uint8Array(await file.readFile()) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UserError(
      'file_unreadable',
      code === 'ENOENT' ? `${path} is no longer there.` : `${path} cannot be read (${code}).`,
      'Choose it again with Open.',
      { cause: error },
    );
  }
}

/**
 * All or nothing.
 * @throws UserError `file_not_chosen`, `disk_full`, `output_unwritable`
 */
export async function writeChosen(
  path: string,
  bytes: Uint8Array,
  grants: Grants,
): Promise<FileName> {
  const real = grants.check(path);
  try {
    await writeAtomic(real, bytes);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'disk_full') throw error;
    throw new UserError(error.code, error.message, 'Free some space, then save again.', {
      cause: error,
    });
  }
  return { path, name: basename(path) };
}

function tooLarge(name: string, size: number): UserError {
  return new UserError(
    'file_too_large',
    `${name} has ${Math.ceil(size / 2 ** 20)} MB; workflows and pictures of up to ${LARGEST / 2 ** 20} MB are opened.`,
    'Choose another file.',
  );
}
