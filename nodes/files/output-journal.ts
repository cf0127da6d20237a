import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const entry = z.object({
  key: z.string(),
  type: z.enum(['output', 'temp']),
  subfolder: z.string(),
  filename: z.string(),
});
export type JournalEntry = z.infer<typeof entry>;

/**
 * The names a job has reserved, on disk before the first byte of a picture is. A job that is run again after a crash
 * gets the same names in the same order, so it replaces its pictures instead of making them twice.
 */
export interface OutputJournal {
  /** The name an earlier run of this job reserved for the same key, each once. */
  reuse(key: string): JournalEntry | undefined;
  add(entry: JournalEntry): void;
}

export function openJournal(folder: string, jobId: string): OutputJournal {
  const path = join(folder, `${jobId}.jsonl`);
  const earlier = readJournal(path);
  return {
    reuse(key) {
      const index = earlier.findIndex((e) => e.key === key);
      return index < 0 ? undefined : earlier.splice(index, 1)[0];
    },
    add(added) {
      mkdirSync(folder, { recursive: true });
      const file = openSync(path, 'a');
      try {
        writeSync(file, `${JSON.stringify(added)}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Whole lines only: a crash may have cut the last one, whose name was then not used yet. */
function readJournal(path: string): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      return [entry.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
