import { statSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import type { WeightSource } from './weight-source.ts';

/**
 * Call before a session maps the files: offsets from an old header would read other bytes, or past the end.
 * @throws UserError `weights_changed`
 */
export function checkUnchanged(source: WeightSource): void {
  for (const file of source.files) {
    const now = statSync(file.path, { throwIfNoEntry: false });
    const same = now?.size === file.size && now.mtimeMs === file.mtimeMs && now.ino === file.inode;
    if (same) continue;
    throw new UserError(
      'weights_changed',
      now
        ? `${file.path} changed since it was opened: ${file.size} bytes then, ${now.size} bytes now.`
        : `${file.path} is gone.`,
      'Run again when the file is in place and complete.',
    );
  }
}
