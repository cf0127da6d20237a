import { UserError } from '../../../nodes/errors.ts';
import { Refused } from './errors.ts';

const STATUS: Readonly<Record<string, number>> = {
  bad_path: 400,
  outside_folder: 403,
  file_not_found: 404,
  exists: 409,
  changed_elsewhere: 409,
  disk_full: 507,
};

/** What a route cannot do for a reason that a person can act on, as an answer. */
export async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new Refused(STATUS[error.code] ?? 500, error.code, error.message, error.cure);
  }
}
