import type { DatabaseSync } from 'node:sqlite';
import { groupCommit } from './group-commit.ts';
import { reorder, type Target } from './reorder.ts';

/** A job as it was queued; the members that are JSON stay text, so that they are read and sent unchanged. */
export interface QueuedJob {
  readonly id: string;
  /** Place in the queue: the smallest runs first. */
  readonly number: number;
  readonly prompt: string;
  readonly extraData: string;
  readonly targets: string;
}

export interface JobResult {
  readonly state: 'done' | 'error' | 'interrupted';
  readonly outputs: string;
  readonly status: string;
  readonly meta: string;
}

export interface FinishedJob extends QueuedJob {
  readonly state: JobResult['state'];
  /** Rises with each job that ends. */
  readonly finished: number;
  readonly outputs: string;
  readonly status: string;
  readonly meta: string;
}

/** The queue and the history. A promise resolves once the change is on disk. */
export interface JobStore {
  /** The next value of the counter that orders jobs without a number of their own; also rises for rejected ones. */
  nextCounter(): number;
  /** @param counter the counter value that `number` came from. Resolves to false when the id was used before. */
  add(job: QueuedJob, counter: number | null): Promise<boolean>;
  knows(id: string): boolean;
  next(): QueuedJob | undefined;
  pending(): QueuedJob[];
  pendingCount(): number;
  /** False if the job waits no longer. */
  markRunning(id: string): Promise<boolean>;
  /** Records the result; false if it was recorded before. */
  finish(id: string, result: JobResult): Promise<boolean>;
  /** Takes waiting jobs out of the queue; without ids, all. */
  cancel(ids?: readonly string[]): Promise<void>;
  /** Moves a waiting job; false if it or its target waits no longer. */
  move(id: string, target: Target): Promise<boolean>;
  /** While it is paused, no job is to be started; survives restarts. */
  readonly isPaused: boolean;
  setPaused(paused: boolean): Promise<void>;
  /** Oldest first. A negative or missing `offset` with `max` means the newest `max`. */
  history(max?: number, offset?: number): FinishedJob[];
  /** Newest first. @param before `finished` of the last job of the page before */
  historyBefore(before: number | null, max: number): FinishedJob[];
  historyOf(id: string): FinishedJob | undefined;
  forget(ids?: readonly string[]): Promise<void>;
  close(): void;
}

const KEPT = 10_000;
const COLUMNS = 'id, number, prompt, extra_data AS extraData, targets';
const RESULT = `${COLUMNS}, state, finished, outputs, status, meta`;
const IN_HISTORY = `finished IS NOT NULL AND state != 'cancelled'`;

/** A job that was running when the last server ended waits again, at its place. */
export function jobStore(database: DatabaseSync): JobStore {
  database.exec(`UPDATE jobs SET state = 'pending' WHERE state = 'running'`);
  const commits = groupCommit(database);
  const one = (sql: string) => database.prepare(sql);
  const insert = one(
    `INSERT INTO jobs (id, number, prompt, extra_data, targets, counter) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO NOTHING`,
  );
  const known = one('SELECT 1 FROM jobs WHERE id = ?');
  const waiting = one(
    `SELECT ${COLUMNS} FROM jobs WHERE state = 'pending' ORDER BY number, sequence LIMIT ?`,
  );
  const waitingCount = one(`SELECT count(*) AS n FROM jobs WHERE state = 'pending'`);
  const run = one(`UPDATE jobs SET state = 'running' WHERE id = ? AND state = 'pending'`);
  const lastFinished = one('SELECT max(finished) AS n FROM jobs WHERE finished IS NOT NULL');
  const end = one(
    `UPDATE jobs SET state = ?, finished = ?, outputs = ?, status = ?, meta = ?
     WHERE id = ? AND state IN ('pending', 'running')`,
  );
  const cancelOne = one(
    `UPDATE jobs SET state = 'cancelled', finished = ? WHERE id = ? AND state = 'pending'`,
  );
  const prune = one('DELETE FROM jobs WHERE finished <= ?');
  const page = one(
    `SELECT ${RESULT} FROM jobs WHERE ${IN_HISTORY} ORDER BY finished LIMIT ? OFFSET ?`,
  );
  const newest = one(
    `SELECT * FROM (SELECT ${RESULT} FROM jobs WHERE ${IN_HISTORY}
     ORDER BY finished DESC LIMIT ?) ORDER BY finished`,
  );
  const older = one(
    `SELECT ${RESULT} FROM jobs WHERE ${IN_HISTORY} AND finished < ? ORDER BY finished DESC LIMIT ?`,
  );
  const renumber = one(`UPDATE jobs SET number = ? WHERE id = ? AND state = 'pending'`);
  const pause = one('UPDATE queue SET paused = ?');
  const entry = one(`SELECT ${RESULT} FROM jobs WHERE id = ? AND ${IN_HISTORY}`);
  const forgetOne = one('DELETE FROM jobs WHERE id = ? AND finished IS NOT NULL');
  const forgetAll = one('DELETE FROM jobs WHERE finished IS NOT NULL');

  let counter =
    Number(one('SELECT max(counter) AS n FROM jobs WHERE counter IS NOT NULL').get()?.['n'] ?? -1) +
    1;
  let paused = one('SELECT paused FROM queue').get()?.['paused'] === 1;
  let finished = Number(lastFinished.get()?.['n'] ?? 0);
  const queued = (limit: number) => waiting.all(limit) as unknown as QueuedJob[];

  return {
    nextCounter: () => counter++,
    add: (job, from) =>
      commits.write(() => {
        const values = [job.id, job.number, job.prompt, job.extraData, job.targets, from];
        return insert.run(...values).changes === 1;
      }),
    knows: (id) => known.get(id) !== undefined,
    next: () => queued(1)[0],
    pending: () => queued(-1),
    pendingCount: () => Number(waitingCount.get()?.['n']),
    markRunning: (id) => commits.write(() => run.run(id).changes === 1),
    finish: (id, result) =>
      commits.write(() => {
        const { state, outputs, status, meta } = result;
        const { changes } = end.run(state, ++finished, outputs, status, meta, id);
        prune.run(finished - KEPT);
        return changes === 1;
      }),
    cancel: (ids) =>
      commits.write(() => {
        for (const id of ids ?? queued(-1).map((job) => job.id)) cancelOne.run(++finished, id);
      }),
    history(max = -1, offset = -1) {
      const rows = offset < 0 && max >= 0 ? newest.all(max) : page.all(max, Math.max(0, offset));
      return rows as unknown as FinishedJob[];
    },
    move: (id, target) =>
      commits.write(() => {
        const changes = reorder(queued(-1), id, target);
        for (const { number, id } of changes) renumber.run(number, id);
        return changes.length > 0;
      }),
    get isPaused() {
      return paused;
    },
    async setPaused(value) {
      await commits.write(() => pause.run(value ? 1 : 0));
      paused = value;
    },
    historyBefore: (before, max) =>
      older.all(before ?? Number.MAX_SAFE_INTEGER, max) as unknown as FinishedJob[],
    historyOf: (id) => entry.get(id) as unknown as FinishedJob | undefined,
    forget: (ids) =>
      commits.write(() => {
        if (!ids) forgetAll.run();
        else for (const id of ids) forgetOne.run(id);
      }),
    close() {
      commits.flush();
      database.close();
    },
  };
}
