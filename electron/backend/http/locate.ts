import { basename, join } from 'node:path';
import { UserError } from '../../../nodes/errors.ts';
import { resolveInside } from '../../../nodes/files/paths.ts';
import { annotated, type FileType } from '../../../nodes/files/workspace.ts';
import { Refused } from './errors.ts';

export interface FileQuery {
  readonly filename?: string | undefined;
  readonly subfolder?: string | undefined;
  readonly type?: string | undefined;
}

export interface Located {
  readonly path: string;
  readonly type: FileType;
  /** As asked for. */
  readonly subfolder: string;
  readonly filename: string;
}

/**
 * The file of the input, output or temp folder that a query names, as ComfyUI's clients name it.
 * @throws Refused with ComfyUI's status for each kind of bad name
 */
export function locate(folders: Readonly<Record<FileType, string>>, query: FileQuery): Located {
  if (!query.filename) throw new Refused(404, 'no_filename', 'No file name given');
  const { type: behind, path: name } = annotated(query.filename);
  const type = query.filename === name ? (query.type ?? 'output') : behind;
  if (name.startsWith('/') || /\.\.|[\\\0]/.test(name)) {
    throw new Refused(400, 'bad_path', 'Not a file name');
  }
  if (type !== 'input' && type !== 'output' && type !== 'temp') {
    throw new Refused(400, 'bad_type', 'Type is input, output or temp');
  }
  const filename = basename(name);
  const subfolder = query.subfolder ?? '';
  try {
    const path = resolveInside(folders[type], join(subfolder, filename));
    return { path, type, subfolder, filename };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const status = error.code === 'file_not_found' ? 404 : 403;
    throw new Refused(status, error.code, error.message, error.cure);
  }
}
