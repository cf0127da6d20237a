import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';

const reserved = z.object({
  key: z.string(),
  type: z.enum(['output', 'temp']),
  subfolder: z.string(),
  filename: z.string(),
});
const line = z.union([z.object({ run: z.string() }), reserved]);
export type Reserved = z.infer<typeof reserved>;

/**
 * The names a job has reserved, on disk before the first byte of a picture is. A job that is run again after a crash
 * gets the same names in the same order, so it replaces its pictures instead of making them twice.
 */
export interface OutputJournal {
  /** The name an earlier run of this job reserved for the same key, each once. */
  reuse(key: string): Reserved | undefined;
  /** @throws UserError `run_superseded` in a process that outlived its server, when the job runs elsewhere by now */
  add(name: Reserved): void;
}

export function openJournal(folder: string, jobId: string): OutputJournal {
  const path = join(folder, `${jobId}.jsonl`);
  const run = randomUUID();
  const earlier = readLines(path).filter((l) => 'key' in l);
  append(path, { run });
  const check = () => {
    const last = readLines(path).findLast((l) => 'run' in l);
    if (last?.run !== run) {
      throw new UserError(
        'run_superseded',
        `Job ${jobId} is being run by another process.`,
        'Nothing needs to be done: that run makes the pictures.',
      );
    }
  };
  return {
    reuse(key) {
      check();
      const index = earlier.findIndex((e) => e.key === key);
      return index < 0 ? undefined : earlier.splice(index, 1)[0];
    },
    add(name) {
      check();
      append(path, name);
    },
  };
}

function append(path: string, value: z.infer<typeof line>): void {
  const file = openSync(path, 'a');
  try {
    writeSync(file, `${JSON.stringify(value)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whole lines only: a crash may have cut the last one, whose name was then not used yet. */
function readLines(path: string): z.infer<typeof line>[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((json) => {
    try {
      return [line.parse(JSON.parse(json))];
    } catch {
      return [];
    }
  });
}
