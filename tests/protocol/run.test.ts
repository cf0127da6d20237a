import { expect, it } from 'vitest';
import { ask, connect, idOf, poll, post, queue, startTestServer } from './harness.ts';
import { pictureOf, stub } from './stub-engine.ts';

const order = (types: readonly string[]) =>
  types.filter((type, i) => type !== 'progress_state' || types[i - 1] !== 'progress_state');

it('a run tells its client everything in order, and is in the history when it ends', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url, 'me');
  const onlooker = await connect(server.url, 'you');
  const queued = await post(`${server.url}/prompt`, {
    prompt: { '1': stub('save') },
    client_id: 'me',
    extra_data: { extra_pnginfo: { workflow: { id: 1 } }, api_key_comfy_org: 'secret' },
  });
  expect(queued.json()).toEqual({ prompt_id: expect.any(String), number: 0, node_errors: {} });
  const id = idOf(queued);
  await client.untilOver(id);

  expect(order(client.types())).toEqual([
    'execution_start',
    'execution_cached',
    'progress_state',
    'executing',
    'progress_state',
    'progress',
    'progress_state',
    'progress',
    'executed',
    'progress_state',
    'execution_success',
    'executing',
  ]);
  const statuses = client.messages.filter((m) => m.type === 'status');
  const remaining = statuses.map(({ data }) => data.status.exec_info.queue_remaining);
  expect(remaining).toEqual([0, 1, 1, 0]);
  expect(statuses[0]?.data.sid).toBe('me');
  expect(client.messages.at(-2)?.type).toBe('status');
  expect(onlooker.types()).toEqual([]);

  const image = { filename: 'stub_00001_.png', subfolder: '', type: 'output' };
  expect(client.messages.find((m) => m.type === 'executed')?.data).toEqual({
    node: '1',
    display_node: '1',
    output: { images: [image] },
    prompt_id: id,
  });
  const history = await ask(`${server.url}/history/${id}`);
  expect(history.text).not.toContain('secret');
  expect(history.json()).toEqual({
    [id]: {
      prompt: [
        0,
        id,
        { '1': stub('save') },
        {
          client_id: 'me',
          create_time: expect.any(Number),
          extra_pnginfo: { workflow: { id: 1 } },
        },
        ['1'],
      ],
      outputs: { '1': { images: [image] } },
      status: {
        status_str: 'success',
        completed: true,
        messages: [
          ['execution_start', { prompt_id: id, timestamp: expect.any(Number) }],
          ['execution_cached', { nodes: [], prompt_id: id, timestamp: expect.any(Number) }],
          ['execution_success', { prompt_id: id, timestamp: expect.any(Number) }],
        ],
      },
      meta: { '1': { node_id: '1', display_node: '1', parent_node: null, real_node_id: '1' } },
    },
  });
  const picture = await ask(`${server.url}/view?filename=stub_00001_.png`);
  expect(picture.text).toBe(pictureOf(id));
});

it('previews come plain, or with their node to clients that can read that', async () => {
  await using server = await startTestServer();
  const plain = await connect(server.url, 'plain');
  const knowing = await connect(server.url, 'knowing', { supports_preview_metadata: true });
  const flags = await knowing.until((m) => m.type === 'feature_flags');
  expect(flags.data).toMatchObject({ supports_preview_metadata: true });
  for (const [name, client] of Object.entries({ plain, knowing })) {
    const body = { prompt: { '1': stub('save') }, client_id: name };
    const id = await queue(server.url, body);
    await client.untilOver(id);
  }
  expect(plain.frames.map((f) => f.toString('hex'))).toEqual(['0000000100000001ffd8']);
  const [frame = Buffer.alloc(0)] = knowing.frames;
  const length = frame.readUInt32BE(4);
  expect(frame.readUInt32BE(0)).toBe(4);
  expect(JSON.parse(frame.subarray(8, 8 + length).toString())).toMatchObject({
    node_id: '1',
    image_type: 'image/jpeg',
  });
  expect(frame.subarray(8 + length).toString('hex')).toBe('ffd8');
});

it('the flow of a plain Python client works, also below /api', async () => {
  await using server = await startTestServer();
  for (const base of [server.url, `${server.url}/api`]) {
    const client = await connect(base, 'python');
    const queued = await post(
      `${base}/prompt`,
      { prompt: { '1': stub('save') }, client_id: 'python' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
    const id = idOf(queued);
    await client.untilOver(id);
    expect((await ask(`${base}/history/${id}`)).json()).toHaveProperty(`${id}.outputs.1.images`);
  }
});

it('the flow of an SDK works: ping, stats, foreign classes, text/plain, success', async () => {
  await using server = await startTestServer();
  expect((await ask(`${server.url}/prompt`)).json()).toEqual({ exec_info: { queue_remaining: 0 } });
  expect((await ask(`${server.url}/system_stats`)).json()).toMatchObject({
    system: { comfyui_version: expect.any(String), ram_total: expect.any(Number) },
    devices: [{ name: 'stub', type: 'cpu', index: null }],
  });
  expect((await ask(`${server.url}/manager/version`)).status).toBe(404);
  const foreign = await ask(`${server.url}/object_info/Primitive%20boolean%20%5BCrystools%5D`);
  expect([foreign.status, foreign.text]).toEqual([200, '{}']);
  const subscribed = await ask(`${server.url}/internal/logs/subscribe`, {
    method: 'PATCH',
    body: '{"enabled": true, "clientId": "sdk"}',
  });
  expect(subscribed.status).toBe(200);
  const client = await connect(server.url, 'sdk');
  const queued = await post(
    `${server.url}/prompt?clientId=sdk`,
    { client_id: 'sdk', prompt: { '1': stub('save') } },
    { 'content-type': 'text/plain;charset=UTF-8' },
  );
  await client.until((m) => m.type === 'execution_success');
  const id = idOf(queued);
  expect((await ask(`${server.url}/history/${id}`)).json()).toHaveProperty(id);
});

it('the flow of a polling client works without any socket', async () => {
  await using server = await startTestServer();
  const body = { prompt: { '1': stub('save') } };
  const id = await queue(server.url, body);
  const history = await poll(
    async () => (await ask(`${server.url}/history/${id}`)).json(),
    (answer) => Object.keys(answer).length > 0,
  );
  expect(history).toHaveProperty(`${id}.status.completed`, true);
});

it('a client that connects again hears which node runs, and its end', async () => {
  await using server = await startTestServer();
  const before = await connect(server.url, 'back');
  const body = { prompt: { '1': stub('wait', { ms: 300 }) }, client_id: 'back' };
  const id = await queue(server.url, body);
  await before.until((m) => m.type === 'executing');
  before.socket.close();
  const after = await connect(server.url, 'back');
  const first = await after.until((m) => m.type === 'executing');
  expect(first.data).toMatchObject({ node: '1', prompt_id: id });
  await after.untilOver(id);
});

it('an error names node, cause and cure, and the next job runs', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url, 'me');
  const doing = (action: 'fail' | 'save') =>
    queue(server.url, { prompt: { '1': stub(action) }, client_id: 'me' });
  const id = await doing('fail');
  await client.untilOver(id);
  const error = await client.until((m) => m.type === 'execution_error');
  expect(error.data).toMatchObject({
    prompt_id: id,
    node_id: '1',
    node_type: 'Stub',
    exception_type: 'told_to',
    exception_message: 'It was told to fail. Tell it otherwise.',
    current_inputs: { action: ['fail'] },
  });
  expect((await ask(`${server.url}/history/${id}`)).json()).toMatchObject({
    [id]: { status: { status_str: 'error', completed: false } },
  });
  await client.untilOver(await doing('save'));
  expect(client.types()).toContain('execution_success');
});

it('a job under which the engine dies is run once more, with a notice', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url, 'me');
  const body = { prompt: { '1': stub('die once') }, client_id: 'me' };
  const id = await queue(server.url, body);
  await client.untilOver(id);
  const notice = await client.until((m) => m.type === 'notification');
  expect(notice.data).toMatchObject({ value: expect.stringContaining('Stub') });
  expect(client.types()).toContain('execution_success');
  expect(server.ran).toEqual([id, id]);
});

it('a job under which the engine dies twice fails with its last words; others go on', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url, 'me');
  const doing = (action: 'die' | 'save') =>
    queue(server.url, { prompt: { '1': stub(action) }, client_id: 'me' });
  const first = await doing('die');
  const second = await doing('save');
  await client.untilOver(second);
  expect(server.ran).toEqual([first, first, second]);
  const error = await client.until((m) => m.type === 'execution_error');
  expect(error.data).toMatchObject({
    prompt_id: first,
    code: 'engine_died',
    traceback: ['last words'],
  });
});

it('the queue waits while the engine is stopped for crashing in a loop', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url, 'me');
  const id = await queue(server.url, { prompt: { '1': stub('refuse once') }, client_id: 'me' });
  await client.untilOver(id);
  const notice = await client.until((m) => m.type === 'notification');
  expect(notice.data).toMatchObject({ value: expect.stringContaining('The queue waits') });
  expect(client.types()).toContain('execution_success');
  expect(server.ran).toEqual([id, id]);
});

it('a job that waits for a stopped engine ends at once when it is interrupted, and never runs', async () => {
  await using server = await startTestServer();
  const client = await connect(server.url, 'me');
  const id = await queue(server.url, { prompt: { '1': stub('refuse once') }, client_id: 'me' });
  await client.until((m) => m.type === 'notification');
  await post(`${server.url}/interrupt`, {});
  await client.untilOver(id);
  expect(client.types()).toContain('execution_interrupted');
  expect(server.ran).toEqual([id]);
});

it('an interrupted job ends; everybody hears it', async () => {
  await using server = await startTestServer();
  const onlooker = await connect(server.url, 'you');
  const body = { prompt: { '1': stub('wait', { ms: 60_000 }) } };
  const id = await queue(server.url, body);
  await poll(
    async () => (await ask(`${server.url}/queue`)).json()['queue_running'],
    (running) => (running as unknown[]).length === 1,
  );
  await post(`${server.url}/interrupt`, { prompt_id: crypto.randomUUID() });
  expect((await ask(`${server.url}/history`)).text).toBe('{}');
  const answer = await post(`${server.url}/interrupt`, { prompt_id: id });
  expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([
    200,
    '',
    undefined,
  ]);
  const { data } = await onlooker.until((m) => m.type === 'execution_interrupted');
  expect(data).toMatchObject({ prompt_id: id, node_id: '1', node_type: 'Stub' });
  expect((await ask(`${server.url}/history/${id}`)).json()).toMatchObject({
    [id]: { status: { status_str: 'error', completed: false } },
  });
});

it('/object_info describes the nodes', async () => {
  await using server = await startTestServer();
  const all = (await ask(`${server.url}/object_info`)).json();
  expect(Object.keys(all)).toEqual(['Stub', 'Source', 'Sink']);
  const one = (await ask(`${server.url}/api/object_info/Source`)).json();
  expect(one['Source']).toEqual(all['Source']);
  expect((await ask(`${server.url}/object_info/__proto__`)).text).toBe('{}');
});

it('/models, /embeddings, /extensions and /features answer as expected', async () => {
  await using server = await startTestServer();
  const folders = (await ask(`${server.url}/models`)).json();
  expect(folders).toContain('checkpoints');
  expect((await ask(`${server.url}/models/unet`)).text).toBe('[]');
  expect((await ask(`${server.url}/models/nothing`)).status).toBe(404);
  expect((await ask(`${server.url}/embeddings`)).text).toBe('[]');
  expect((await ask(`${server.url}/extensions`)).text).toBe('[]');
  expect((await ask(`${server.url}/features`)).json()).toMatchObject({
    supports_preview_metadata: true,
  });
});
