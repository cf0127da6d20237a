import { UserError } from '../../../nodes/errors.ts';
import { Refused } from './errors.ts';

const STATUS: Readonly<Record<string, number>> = {
  bad_path: 400,
  outside_folder: 403,
  file_not_found: 404,
  exists: 409,
  changed_elsewhere: 409,
  disk_full: 507,
  folder_not_found: 400,
  comfyui_not_found: 400,
  extra_model_paths_invalid: 400,
  memory_budget: 400,
  model_bundled: 403,
  model_not_found: 404,
  model_not_deleted: 409,
  undo_too_late: 410,
  download_unknown: 404,
  download_file: 400,
  download_type: 400,
  download_folder: 400,
  hub_address: 400,
  hub_gated: 403,
  hub_token: 403,
  hub_not_found: 404,
  hub_unavailable: 502,
  hub_unreachable: 502,
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
