import { isObject } from '../../nodes/graph/json.ts';
import { RequestError } from './http.ts';

/** What went wrong, with its cure where the server gave one. */
export function told(error: unknown): string {
  if (!(error instanceof RequestError))
    return String(error instanceof Error ? error.message : error);
  const body = isObject(error.body) ? error.body['error'] : null;
  const cure = isObject(body) ? body['details'] : null;
  return typeof cure === 'string' && cure !== '' ? `${error.message} ${cure}` : error.message;
}
