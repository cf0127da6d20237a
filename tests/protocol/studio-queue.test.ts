import { expect, it } from 'vitest';
import type { HistoryPage, QueueState } from '../../electron/protocol/queue.ts';
import { ask, connect, poll, post, queue, startTestServer } from './harness.ts';
import { stub } from './stub-engine.ts';

const queueOf = async (url: string) =>
  JSON.parse((await ask(`${url}/studio/queue`)).text) as QueueState;
const historyOf = async (url: string, query = '') =>
  JSON.parse((await ask(`${url}/studio/history${query}`)).text) as HistoryPage;
const pause = (url: string, paused: boolean) => post(`${url}/studio/queue/pause`, { paused });

const save = (name: string) => ({
  prompt: { '1': stub('save', { name }) },
  extra_data: { studio: { name, tab: `tab ${name}` } },
});

it('a paused queue lets the running job end, starts none, and stays paused over a restart', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url, 'me');
  const first = await queue(server.url, { prompt: { '1': stub('wait', { ms: 200 }) } });
  await client.until((m) => m.type === 'status' && m.data.status.running === first);
  await pause(server.url, true);
  await client.until((m) => m.type === 'status' && m.data.status.paused);
  const second = await queue(server.url, save('second'));
  await poll(
    () => queueOf(server.url),
    (now) => now.running === null,
  );
  expect(server.ran).toEqual([first]);

  await server.restart();
  expect(await queueOf(server.url)).toMatchObject({
    paused: true,
    running: null,
    pending: [{ id: second, name: 'second', tab: 'tab second', nodes: 1 }],
  });
  expect(server.ran).toEqual([]);
  await pause(server.url, false);
  await poll(
    () => historyOf(server.url),
    (page) => page.items[0]?.id === second,
  );
  expect(server.ran).toEqual([second]);
});

it('waiting jobs are moved, also over a restart, and what is queued later goes behind', async () => {
  await using server = await startTestServer();
  await pause(server.url, true);
  const names = new Map<string, string>();
  for (const name of ['a', 'b', 'c', 'd']) names.set(await queue(server.url, save(name)), name);
  const id = (name: string) => [...names].find(([, known]) => known === name)?.[0] ?? '';
  const move = (body: object) => post(`${server.url}/studio/queue/move`, body);
  await move({ id: id('d'), before: id('b') });
  await move({ id: id('a'), after: id('c') });
  expect(await move({ id: id('c'), front: true })).toMatchObject({ status: 200 });
  expect((await move({ id: id('c'), before: 'gone' })).status).toBe(409);
  expect((await move({ id: id('c') })).status).toBe(400);
  await server.restart();
  names.set(await queue(server.url, save('e')), 'e');
  names.set(await queue(server.url, { ...save('f'), front: true }), 'f');
  const { pending } = await queueOf(server.url);
  expect(pending.map(({ name }) => name).join('')).toBe('fcdbae');
  await pause(server.url, false);
  await poll(
    () => historyOf(server.url),
    (page) => page.items.length === 6,
  );
  expect(server.ran.map((job) => names.get(job)).join('')).toBe('fcdbae');
});

it('the history says how each job ended, newest first, page by page', async () => {
  await using server = await startTestServer();
  const prompt = { '1': stub('save'), '2': { class_type: 'Source', inputs: { value: 1 } } };
  await queue(server.url, { prompt, extra_data: { studio: { name: 'Star' } } });
  const failed = await queue(server.url, { prompt: { '7': stub('fail') } });
  const all = await poll(
    () => historyOf(server.url),
    (page) => page.items.length === 2,
  );
  expect(all).toMatchObject({
    items: [
      {
        id: failed,
        name: null,
        state: 'error',
        error: { node: '7', code: 'told_to', message: 'It was told to fail. Tell it otherwise.' },
        files: [],
      },
      {
        name: 'Star',
        state: 'done',
        nodes: 2,
        error: null,
        files: [{ filename: 'stub_00001_.png' }],
        started: expect.any(Number),
        ended: expect.any(Number),
      },
    ],
    next: null,
  });
  const older = await historyOf(server.url, `?before=${all.items[0]?.place}`);
  expect(older.items.map(({ name }) => name)).toEqual(['Star']);
});

it('a client that connects again hears all of the run that goes on', async () => {
  await using server = await startTestServer();
  const first = await connect(server.url, 'me');
  const prompt = { '1': stub('save'), '2': stub('wait', { ms: 60_000 }) };
  const id = await queue(server.url, { prompt, client_id: 'me' });
  await first.until((m) => m.type === 'executing' && m.data.node === '2');
  first.socket.terminate();
  const again = await connect(server.url, 'me');
  await again.until((m) => m.type === 'executing' && m.data.node === '2');
  expect(again.messages.slice(1)).toMatchObject([
    { type: 'execution_start', data: { prompt_id: id } },
    { type: 'execution_cached' },
    { type: 'progress_state', data: { nodes: { '1': { state: 'finished', ms: 1 } } } },
    {
      type: 'executed',
      data: { node: '1', output: { images: [{ filename: 'stub_00001_.png' }] } },
    },
    { type: 'executing' },
  ]);
});

it('the log of runs and crashes is kept, and told line by line to who asks', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url, 'me');
  const subscribe = (enabled: boolean) =>
    ask(`${server.url}/internal/logs/subscribe`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ enabled, clientId: 'me' }),
    });
  expect((await subscribe(true)).status).toBe(200);
  await queue(server.url, { prompt: { '1': stub('die') } });
  const fallen = { m: expect.stringContaining('fell over') };
  const told = await client.until((m) => m.type === 'logs');
  expect(told.data).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining(fallen)]),
  });
  const raw = await poll(
    async () => (await ask(`${server.url}/internal/logs/raw`)).json(),
    ({ entries }) => (entries as object[]).length >= 4,
  );
  const begins = { m: expect.stringMatching(/^Run \S+ begins\.$/) };
  const fails = { m: expect.stringMatching(/^Run \S+ failed after \d\.\d\d s in Stub/) };
  expect(raw).toMatchObject({ entries: [begins, fallen, fallen, fails] });
  const text = JSON.parse((await ask(`${server.url}/internal/logs`)).text) as string;
  expect(text).toMatch(/^\d{4}-\S+Z - Run .* begins/);
});
