import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { groupCommit } from './group-commit.ts';
import { jobStore, type JobStore } from './job-store.ts';

let folder: string;
let store: JobStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  store = jobStore(openDatabase(join(folder, 'queue.sqlite'), () => undefined));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const job = (id: string, number = 0) => ({
  id,
  number,
  prompt: '{}',
  extraData: '{}',
  targets: '[]',
});
const result = { state: 'done', outputs: '{}', status: '{}', meta: '{}' } as const;

it('keeps the newest 10,000 results', async () => {
  const ids = Array.from({ length: 10_005 }, (_, i) => `${i}`);
  await Promise.all(ids.map((id) => store.add(job(id), null)));
  await Promise.all(ids.map((id) => store.finish(id, result)));
  const kept = store.history().map(({ id }) => id);
  expect(kept).toEqual(ids.slice(5));
});

it('records a result once', async () => {
  await store.add(job('a'), null);
  expect(await store.finish('a', result)).toBe(true);
  expect(await store.finish('a', { ...result, state: 'error' })).toBe(false);
  expect(store.history()).toHaveLength(1);
});

it('runs equal numbers in the order they came', async () => {
  await Promise.all(['a', 'b', 'c'].map((id) => store.add(job(id), null)));
  await store.add(job('first', -1), null);
  expect(store.pending().map(({ id }) => id)).toEqual(['first', 'a', 'b', 'c']);
});

it('does not run what was cancelled', async () => {
  await store.add(job('a'), null);
  const [, marked] = await Promise.all([store.cancel(['a']), store.markRunning('a')]);
  expect(marked).toBe(false);
  expect(store.history()).toEqual([]);
  expect(store.knows('a')).toBe(true);
});

it('one write that fails does not take the others of its transaction with it', async () => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)');
  const { write } = groupCommit(database);
  const insert = (x: number) =>
    write(() => {
      database.exec(`INSERT INTO t VALUES (${x})`);
      return x;
    });
  const settled = await Promise.allSettled([insert(1), insert(1), insert(2)]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(database.prepare('SELECT x FROM t').all()).toEqual([{ x: 1 }, { x: 2 }]);
});

it('a full disk is said so, and nothing of the transaction stays', async () => {
  const database = new DatabaseSync(join(folder, 'small'));
  database.exec('CREATE TABLE t (x TEXT); PRAGMA max_page_count = 3');
  const { write } = groupCommit(database);
  const fill = write(() => database.exec(`INSERT INTO t VALUES ('${'x'.repeat(50_000)}')`));
  await expect(fill).rejects.toMatchObject({ code: 'disk_full' });
  expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  database.close();
});
