import type { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../../nodes/errors.ts';

/** Writes that are asked for in one turn of the event loop share one transaction, and so one fsync. */
export interface GroupCommit {
  /** Runs `work` in the next transaction; resolves when that is on disk. @throws what `work` throws, or UserError `disk_full` */
  write<T>(work: () => T): Promise<T>;
  /** Commits what waits. */
  flush(): void;
}

interface Waiting {
  /** Does the work inside the transaction; returns what to do once it is on disk. */
  readonly work: () => () => void;
  readonly fail: (error: unknown) => void;
}

export function groupCommit(database: DatabaseSync): GroupCommit {
  let waiting: Waiting[] = [];

  const flush = () => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const settle: (() => void)[] = [];
    try {
      database.exec('BEGIN IMMEDIATE');
      for (const { work, fail } of batch) {
        database.exec('SAVEPOINT one');
        try {
          settle.push(work());
          database.exec('RELEASE one');
        } catch (error) {
          // A full disk ends the whole transaction.
          if (!database.isTransaction) throw error;
          database.exec('ROLLBACK TO one; RELEASE one');
          settle.push(() => fail(error));
        }
      }
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      for (const { fail } of batch) fail(explain(error));
      return;
    }
    for (const done of settle) done();
  };

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({
          work() {
            const result = work();
            return () => resolve(result);
          },
          fail: reject,
        });
      }),
    flush,
  };
}

const SQLITE_FULL = 13;

function explain(error: unknown): unknown {
  if ((error as { errcode?: number }).errcode !== SQLITE_FULL) return error;
  return new UserError(
    'disk_full',
    'The disk is full: the queue cannot be written.',
    'Free some space in the data folder.',
    { cause: error },
  );
}
