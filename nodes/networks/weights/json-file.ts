import { readFileSync, statSync } from 'node:fs';
import { UserError } from '../../errors.ts';

/** Configs and indices take a few KB; an index of a large model a few hundred. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The object in a JSON file; null when there is no such file. @throws UserError `json_invalid` */
export function readJsonFile(path: string): Readonly<Record<string, unknown>> | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return null;
  const fail = (what: string, cause?: unknown) =>
    new UserError('json_invalid', `${path} ${what}.`, 'Download the file again.', { cause });
  if (!stats.isFile() || stats.size > MAX_BYTES)
    throw fail(`is no file of up to ${MAX_BYTES} bytes`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw fail(`is not JSON (${(error as Error).message.slice(0, 120)})`, error);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw fail('holds no object');
  return json as Record<string, unknown>;
}
