import { expect, it } from 'vitest';
import { startServer } from '../../electron/backend/server.ts';
import {
  ask,
  connect,
  idOf,
  poll,
  post,
  queue,
  startTestServer,
  type TestServer,
} from './harness.ts';
import { createStubEngine, stub } from './stub-engine.ts';

const queued = async (server: TestServer, extra: object = {}) =>
  (await post(`${server.url}/prompt`, { prompt: { '1': stub('save') }, ...extra })).json();
const save = (server: TestServer, extra: object = {}) =>
  queue(server.url, { prompt: { '1': stub('save') }, ...extra });
const block = (server: TestServer) =>
  queue(server.url, { prompt: { '1': stub('wait', { ms: 60_000 }) } });
const items = async (server: TestServer) =>
  (await ask(`${server.url}/queue`)).json() as unknown as Record<
    'queue_running' | 'queue_pending',
    [number, string, object, object, string[]][]
  >;
const untilRunning = (server: TestServer) =>
  poll(
    () => items(server),
    ({ queue_running: running }) => running.length === 1,
  );

it('jobs run by number; front goes first; rejected ones use up a number', async () => {
  await using server = await startTestServer();
  await block(server);
  await untilRunning(server);
  expect(await queued(server)).toMatchObject({ number: 1 });
  expect(await queued(server, { front: true })).toMatchObject({ number: -2 });
  expect(await queued(server, { prompt: {} })).toHaveProperty('error');
  expect(await queued(server, { number: 0.5 })).toMatchObject({ number: 0.5 });
  expect(await queued(server, { number: '7' })).toMatchObject({ number: 7 });
  expect(await queued(server)).toMatchObject({ number: 4 });
  const { queue_running: running, queue_pending: pending } = await items(server);
  expect(pending.map(([number]) => number)).toEqual([-2, 0.5, 1, 4, 7]);
  expect(running[0]).toMatchObject([0, expect.any(String), {}, {}, ['1']]);
  expect((await ask(`${server.url}/prompt`)).json()).toEqual({ exec_info: { queue_remaining: 6 } });

  await post(`${server.url}/interrupt`, '');
  const order = pending.map(([, id]) => id);
  await poll(
    async () => (await ask(`${server.url}/history`)).json(),
    (history) => order.every((id) => id in history),
  );
  expect(server.ran.slice(1)).toEqual(order);
});

it('waiting jobs can be deleted, or all cleared; the running one stays', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url);
  await block(server);
  await untilRunning(server);
  const first = await save(server);
  await save(server);
  await save(server);
  const answer = await post(`${server.url}/queue`, { delete: [first, 'unknown'] });
  expect([answer.status, answer.text]).toEqual([200, '']);
  expect((await items(server)).queue_pending).toHaveLength(2);
  await post(`${server.url}/queue`, { clear: true });
  expect(await items(server)).toMatchObject({ queue_running: [{}], queue_pending: [] });
  const last = client.messages.at(-1);
  expect(last?.type === 'status' && last.data.status.exec_info.queue_remaining).toBe(1);
  expect((await ask(`${server.url}/history/${first}`)).text).toBe('{}');
});

it('a prompt_id is used once', async () => {
  await using server = await startTestServer();
  const id = crypto.randomUUID();
  const body = { prompt: { '1': stub('save') }, prompt_id: id };
  const both = await Promise.all([
    post(`${server.url}/prompt`, body),
    post(`${server.url}/prompt`, body),
  ]);
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
  const again = await post(`${server.url}/prompt`, body);
  expect(again.status).toBe(409);
  expect(again.json()).toHaveProperty('error.type', 'prompt_id_in_use');
});

it('only the outputs asked for run', async () => {
  await using server = await startTestServer();
  const prompt = { '1': stub('save'), '2': stub('save') };
  await block(server);
  await post(`${server.url}/prompt`, { prompt, partial_execution_targets: ['2'] });
  await untilRunning(server);
  expect((await items(server)).queue_pending[0]?.[4]).toEqual(['2']);
});

it('outputs that are right run even if others are not', async () => {
  await using server = await startTestServer();
  const prompt = { '1': stub('save'), '2': { class_type: 'Sink', inputs: {} } };
  const answer = await post(`${server.url}/prompt`, { prompt });
  expect(answer.status).toBe(200);
  expect(answer.json()).toHaveProperty('node_errors.2.errors.0.type', 'required_input_missing');
});

it('the history is read by pages and forgotten on request', async () => {
  await using server = await startTestServer();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push(await save(server));
  const history = async (query = '') =>
    Object.keys((await ask(`${server.url}/history${query}`)).json());
  await poll(history, (known) => known.length === 5);
  expect(await history()).toEqual(ids);
  expect(await history('?max_items=2')).toEqual(ids.slice(3));
  expect(await history('?max_items=2&offset=1')).toEqual(ids.slice(1, 3));
  expect(await history('?offset=4')).toEqual(ids.slice(4));
  expect(await history('?max_items=0')).toEqual([]);
  for (const odd of ['?max_items=-1', '?max_items=x', '?offset=-1', '?max_items=1e99']) {
    expect(await history(odd), odd).toEqual(ids);
  }
  await post(`${server.url}/history`, { delete: [ids[0], 'unknown'] });
  expect(await history()).toEqual(ids.slice(1));
  await post(`${server.url}/history`, { clear: true });
  expect(await history()).toEqual([]);
});

it('seeds of 64 bits come back as they were sent', async () => {
  await using server = await startTestServer();
  const node = { class_type: 'Stub', inputs: { action: 'save', ms: 0, name: 'x' } };
  const text = JSON.stringify({ prompt: { '1': node } }).replace(
    '"ms":0',
    '"ms":0,"seed":18446744073709551615',
  );
  const id = idOf(await post(`${server.url}/prompt`, text));
  const entry = await poll(
    () => ask(`${server.url}/history/${id}`),
    (answer) => answer.text !== '{}',
  );
  expect(entry.text).toContain('18446744073709551615');
});

it('queue and history are there again after a restart; what was running runs again', async () => {
  await using server = await startTestServer();
  const done = await save(server);
  await poll(
    async () => (await ask(`${server.url}/history`)).json(),
    (history) => Object.keys(history).length === 1,
  );
  const running = await block(server);
  await untilRunning(server);
  const waiting = await save(server, { front: true });
  await server.restart();
  expect(await queued(server)).toMatchObject({ number: 3 });
  await untilRunning(server);
  const before = (await ask(`${server.url}/history`)).json();
  expect(Object.keys(before)[0]).toBe(done);
  await poll(
    async () => server.ran,
    (ran) => ran.length === 2,
  );
  expect(server.ran).toEqual([waiting, running]);
});

it('a second server on the same data is refused, by the process that has it', async () => {
  await using server = await startTestServer();
  const { files } = server;
  const second = startServer({
    port: 0,
    data: `${files.folders.user}/..`,
    engine: createStubEngine(files),
    log: () => undefined,
  });
  await expect(second).rejects.toMatchObject({
    code: 'data_in_use',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  expect(await save(server)).toBeTruthy();
});
