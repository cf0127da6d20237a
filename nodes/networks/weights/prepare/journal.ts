/** Which tensors of a file in the making are safely on disk, so that a conversion goes on where it was killed. */
import { readFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

export interface Journal {
  /** Tensors that must stay float32: they decide the file's layout. */
  readonly wide: readonly string[];
  /** Names of tensors that are done. */
  readonly done: ReadonlySet<string>;
}

export interface JournalWriter {
  /** Resolves when the names are on disk. */
  add(names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** null where there is none, or none that can be read. */
export function readJournal(path: string): Journal | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  // What was being written when the power went has no line break behind it.
  const [first, ...lines] = text.split('\n').slice(0, -1);
  const wide = namesIn(first);
  if (!wide) return null;
  return { wide, done: new Set(lines.flatMap((line) => namesIn(line) ?? [])) };
}

/** Begins anew: nothing is done. */
export async function startJournal(path: string, wide: readonly string[]): Promise<void> {
  const journal = writer(await open(path, 'w'));
  try {
    await journal.add(wide);
  } finally {
    await journal.close();
  }
}

export async function continueJournal(path: string): Promise<JournalWriter> {
  return writer(await open(path, 'a'));
}

function writer(file: FileHandle): JournalWriter {
  return {
    async add(names) {
      await file.appendFile(`${JSON.stringify(names)}\n`);
      await file.datasync();
    },
    close: () => file.close(),
  };
}

function namesIn(line: string | undefined): string[] | null {
  try {
    const names: unknown = JSON.parse(line ?? '');
    return Array.isArray(names) && names.every((name) => typeof name === 'string') ? names : null;
  } catch {
    return null;
  }
}
