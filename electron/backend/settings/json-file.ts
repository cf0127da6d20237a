import { existsSync, readFileSync, renameSync } from 'node:fs';
import { basename } from 'node:path';
import type { z } from 'zod';
import { writeAtomic } from '../../../nodes/files/atomic-write.ts';
import { parseJson, stringifyJson } from '../../../nodes/graph/json.ts';
import type { Problem } from '../../protocol/studio-models.ts';

/** A small file that is kept in memory; each change is on disk, whole, before it counts. */
export interface JsonFile<T> {
  readonly value: T;
  /** What was wrong with the file when it was opened. */
  readonly problem: Problem | null;
  /** One change after another. @throws UserError when it cannot be written; the value stays then */
  change(make: (value: T) => T): Promise<T>;
}

/** A file that cannot be read, or is of a newer version, is kept as `.bad` and `otherwise` is used. */
export function openJsonFile<T>(path: string, schema: z.ZodType<T>, otherwise: T): JsonFile<T> {
  let { value, problem } = read(path, schema, otherwise);
  let last: Promise<unknown> = Promise.resolve();
  return {
    get value() {
      return value;
    },
    problem,
    change(make) {
      const changed = last.then(async () => {
        value = await written(path, make(value));
        return value;
      });
      last = changed.catch(() => undefined);
      return changed;
    },
  };
}

async function written<T>(path: string, value: T): Promise<T> {
  await writeAtomic(path, Buffer.from(`${stringifyJson(value, 2)}\n`));
  return value;
}

function read<T>(
  path: string,
  schema: z.ZodType<T>,
  otherwise: T,
): { value: T; problem: Problem | null } {
  if (!existsSync(path)) return { value: otherwise, problem: null };
  let content: unknown;
  try {
    content = parseJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    return { value: otherwise, problem: setAside(path, 'is not JSON') };
  }
  const { data, error } = schema.safeParse(content);
  if (!error) return { value: data, problem: null };
  const [issue] = error.issues;
  const version = (content as { version?: unknown } | null)?.version;
  const isNewer = issue?.path[0] === 'version' && typeof version === 'number';
  const where = issue?.path.join('.') || 'the file';
  const what = isNewer ? `is of version ${version}, which is newer` : `cannot be used (${where})`;
  return { value: otherwise, problem: setAside(path, what) };
}

function setAside(path: string, what: string): Problem {
  const kept = freeName(`${path}.bad`);
  try {
    renameSync(path, kept);
  } catch {
    // Where it cannot be moved it cannot be written over either.
  }
  return {
    code: 'settings_set_aside',
    message: `${basename(path)} ${what}. Defaults are used; the file is kept as ${kept}.`,
    cure: 'Set them again, or mend the file and put it back.',
  };
}

function freeName(path: string): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? path : `${path}${i}`;
    if (!existsSync(name)) return name;
  }
}
