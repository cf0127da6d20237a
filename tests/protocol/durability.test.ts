import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask, poll, queue } from './harness.ts';
import { pictureOf, stub } from './stub-engine.ts';

const ENTRY = join(import.meta.dirname, 'stub-server.ts');
let data: string;
let started: ChildProcess[];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'durable-'));
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map(kill));
  rmSync(data, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  /** What it says first: its address, or why it does not start. */
  readonly url: string;
  /** Its address, whatever it says before. */
  readonly address: Promise<string>;
}

async function start(): Promise<Started> {
  const child = spawn(process.execPath, [ENTRY, data], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const address = once(child.stdout, 'data').then(([text]) => String(text).trim());
  const complaint = once(child.stderr, 'data').then(([text]) => String(text).trim());
  return { child, address, url: await Promise.race([address, complaint]) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const history = async (url: string) => (await ask(`${url}/history`)).json();

it('20 kills in a queue of 20 lose no job, do none twice and leave no half picture', async () => {
  let { url, child } = await start();
  const ids: string[] = [];
  for (let i = 0; i < 20; i++) {
    const prompt = { '1': stub('save', { ms: (i * 7) % 20 }), '2': stub('save') };
    ids.push(await queue(url, { prompt }));
  }
  for (let i = 0; i < 20; i++) {
    await sleep((i * 37) % 61);
    await kill(child);
    ({ url, child } = await start());
  }
  const done = await poll(
    () => history(url),
    (known) => Object.keys(known).length >= 20,
  );
  expect(Object.keys(done).toSorted()).toEqual(ids.toSorted());
  const names = Object.entries(done).flatMap(([id, entry]) => {
    const { outputs } = entry as { outputs: Record<string, { images: { filename: string }[] }> };
    const files = Object.values(outputs).flatMap((output) => output.images.map((i) => i.filename));
    for (const file of files) {
      expect(readFileSync(join(data, 'output', file), 'utf8')).toBe(pictureOf(id));
    }
    return files;
  });
  expect(names.toSorted()).toEqual(readdirSync(join(data, 'output')).toSorted());
  expect(new Set(names).size).toBe(40);
  expect(readdirSync(join(data, 'user/outputs'))).toEqual([]);
}, 180_000);

it('a picture on disk without its row is replaced, not made again', async () => {
  const first = await start();
  const id = await queue(first.url, {
    prompt: { '1': stub('save'), '2': stub('wait', { ms: 60_000 }) },
  });
  const output = join(data, 'output');
  await poll(
    async () => readdirSync(output),
    (names) => names.includes('stub_00001_.png'),
  );
  await kill(first.child);
  writeFileSync(join(output, 'stub_00001_.png'), 'of the first run');
  const second = await start();
  await poll(
    async () => readFileSync(join(output, 'stub_00001_.png'), 'utf8'),
    (text) => text === pictureOf(id),
  );
  expect(readdirSync(output).filter((name) => name.endsWith('.png'))).toEqual(['stub_00001_.png']);
  await kill(second.child);
});

it('a killed server does not lock its folder; a living one does and is named', async () => {
  const first = await start();
  const second = await start();
  expect(second.url).toContain(`process ${first.child.pid}`);
  await kill(first.child);
  const third = await start();
  expect(third.url).toMatch(/^http:/);
});

it('a database of a newer version is left alone', async () => {
  const first = await start();
  await kill(first.child);
  const path = join(data, 'user/queue.sqlite');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  const second = await start();
  expect(second.url).toMatch(/newer version/);
  const again = new DatabaseSync(path);
  expect(again.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
  again.close();
});

it('a damaged database is kept aside and a new one started', async () => {
  const first = await start();
  await kill(first.child);
  const user = join(data, 'user');
  rmSync(join(user, 'queue.sqlite-wal'));
  writeFileSync(join(user, 'queue.sqlite'), 'no database '.repeat(1000));
  const second = await start();
  const url = await second.address;
  expect((await ask(`${url}/queue`)).status).toBe(200);
  expect(readdirSync(user).filter((name) => name.includes('corrupt'))).toHaveLength(1);
});

it('a database with damaged pages is kept aside too', async () => {
  const first = await start();
  for (let i = 0; i < 40; i++) {
    await queue(first.url, {
      prompt: { '1': stub('wait', { ms: 60_000, name: 'x'.repeat(3000) }) },
    });
  }
  await kill(first.child);
  const user = join(data, 'user');
  const path = join(user, 'queue.sqlite');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  const bytes = readFileSync(path);
  for (let at = 4096; at < bytes.length; at += 4096) bytes.fill('Z', at, at + 2048);
  writeFileSync(path, bytes);
  const second = await start();
  expect((await ask(`${await second.address}/queue`)).status).toBe(200);
  expect(readdirSync(user).filter((name) => name.includes('corrupt'))).toHaveLength(1);
});
