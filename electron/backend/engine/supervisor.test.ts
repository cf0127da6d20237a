import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { ExecutionEvent, ExecutionJob } from '../../protocol/execution.ts';
import { EngineDied, type Engine } from '../../protocol/engine.ts';
import { createEngine } from './supervisor.ts';

const entry = new URL('stand-in.ts', import.meta.url);
const settings = {
  device: 'cpu',
  threads: 0,
  models: [],
  data: '',
  rerunsJobs: false,
} as const;
const open: Engine[] = [];

function engine(options: { interruptGraceMs?: number; eager?: boolean; entry?: URL } = {}): Engine {
  const made = createEngine({ settings, entry, ...options });
  open.push(made);
  return made;
}

function job(what: string, id = what): ExecutionJob {
  return { id, prompt: {}, targets: [what], extraPngInfo: {}, previews: false };
}

function deathOf(run: Promise<unknown>): Promise<EngineDied> {
  return run.then(
    () => expect.fail('the job finished'),
    (error: EngineDied) => error,
  );
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((e) => e.close()));
});

test('a job sent at once waits for the process and reports its events and result', async () => {
  const events: ExecutionEvent[] = [];
  const one = engine({ eager: true });
  const result = await one.run(job('finish'), (event) => events.push(event));
  expect(result).toEqual({ status: 'success', outputs: {} });
  expect(events.map((e) => e.type)).toEqual(['node_start', 'node_end', 'node_start']);
  expect(one.device?.name).toBe('stand-in');
});

test('a program in a folder with a space in its name is started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'my programs '));
  try {
    cpSync(entry, join(folder, 'engine.ts'));
    const one = engine({ entry: pathToFileURL(join(folder, 'engine.ts')) });
    const result = await one.run(job('finish'), () => undefined);
    expect(result.status).toBe('success');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a death in a job names exit code and last lines, and the next job runs on a new process', async () => {
  const one = engine();
  const died = await deathOf(one.run(job('die'), () => undefined));
  expect(died).toBeInstanceOf(EngineDied);
  expect(died.message).toContain('exit code 9');
  expect(died.log).toEqual(['the last words']);
  await expect(one.run(job('finish'), () => undefined)).resolves.toMatchObject({
    status: 'success',
  });
});

test('an interrupt that is answered keeps the process', async () => {
  const one = engine();
  const pids: string[] = [];
  const notePid = (e: ExecutionEvent) => void (e.type === 'notice' && pids.push(e.message));
  await one.run(job('pid', 'a'), notePid);
  const running = one.run(job('hang'), () => one.interrupt('hang'));
  await expect(running).resolves.toEqual({ status: 'interrupted', node: 'answered', executed: [] });
  await one.run(job('pid', 'b'), notePid);
  expect(pids[0]).toBe(pids[1]);
});

test('an interrupt that is not answered kills the process and says where it was', async () => {
  const one = engine({ interruptGraceMs: 200 });
  const running = one.run(job('deaf'), () => undefined);
  setTimeout(() => one.interrupt('deaf'), 300);
  await expect(running).resolves.toEqual({ status: 'interrupted', node: '2', executed: ['1'] });
  await expect(one.run(job('finish'), () => undefined)).resolves.toMatchObject({
    status: 'success',
  });
});

test('an interrupt for another job does nothing', async () => {
  const one = engine({ interruptGraceMs: 1 });
  const running = one.run(job('pid'), () => one.interrupt('another'));
  await expect(running).resolves.toMatchObject({ status: 'success' });
});

test('three crashes before any job was finished stop the restarts', async () => {
  const one = engine();
  for (const id of ['a', 'b', 'c']) await deathOf(one.run(job('die', id), () => undefined));
  const refused = await deathOf(one.run(job('finish'), () => undefined));
  expect(refused.code).toBe('engine_crash_loop');
});

test('closing ends a job that runs', async () => {
  const one = engine();
  const running = deathOf(one.run(job('deaf'), () => undefined));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await one.close();
  expect((await running).message).toContain('closed');
});

test('a process that cannot be started counts as one crash', async () => {
  const { execPath } = process;
  process.execPath = join(tmpdir(), 'no-such-program');
  try {
    const one = engine();
    const codes = [];
    for (let i = 0; i < 4; i++) {
      codes.push((await deathOf(one.run(job('finish'), () => undefined))).code);
    }
    expect(codes).toEqual(['engine_died', 'engine_died', 'engine_died', 'engine_crash_loop']);
  } finally {
    process.execPath = execPath;
  }
});

test('other settings start another process, after the job that is running', async () => {
  const one = engine({ eager: true });
  const pids: string[] = [];
  const pid = () =>
    one.run(job('pid', `pid ${pids.length}`), (event) => {
      if (event.type === 'notice') pids.push(event.message);
    });
  await pid();
  expect(one.device?.name).toBe('stand-in');
  const running = pid();
  one.configure({ ...settings, data: 'elsewhere' });
  expect((await running).status).toBe('success');
  await pid();
  await expect.poll(() => one.device?.name).toBe('elsewhere');
  one.configure({ ...settings, data: 'third' });
  expect(one.device).toBeNull();
  await pid();
  expect(pids[0]).toBe(pids[1]);
  expect(new Set(pids).size).toBe(3);
});
