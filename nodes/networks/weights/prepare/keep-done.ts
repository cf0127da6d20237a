import { open } from 'node:fs/promises';
import { continueJournal } from './journal.ts';
import { journalOf, unfinished, type Target } from './prepared-file.ts';

/** Writes down what is done once it is on disk: all that was done while the last was written. */
export async function keepDone({ path }: Target) {
  const file = await open(unfinished(path), 'r+');
  const journal = await continueJournal(journalOf(path));
  let names: string[] = [];
  let keeping: Promise<void> | null = null;
  const keep = async () => {
    while (names.length > 0) {
      const kept = names;
      names = [];
      await file.datasync();
      await journal.add(kept);
    }
    keeping = null;
  };
  return {
    done(name: string) {
      names.push(name);
      keeping ??= keep();
      // Who closes learns of it.
      keeping.catch(() => undefined);
    },
    async close() {
      try {
        await keeping;
      } finally {
        await journal.close();
        await file.close();
      }
    },
  };
}
