import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GraphBuilder, type NodeHandle } from '../../../tests/graph-builder.ts';
import { stubContext } from '../../../tests/stub-context.ts';
import { stubNodes } from '../../../tests/stub-nodes.ts';
import { createModelStore } from '../../../nodes/runtime/model-store.ts';
import type { ExecutionEvent, ExecutionJob } from '../../protocol/execution.ts';
import { createDiskCache } from './disk-cache.ts';
import { execute, type ExecutionWorld } from './execute.ts';
import { createNodeCache } from './node-cache.ts';

/** An engine's world with stub nodes; `run` says what ran and was told. */
function stubWorld(given: Partial<ExecutionWorld> = {}) {
  const { registry, ran, outside } = stubNodes();
  const { device, models, precision, files } = stubContext().context;
  const places = { device, models, precision, files };
  const base = { registry, ...places, program: '1', cache: createNodeCache(1e6) };
  const run = async (g: GraphBuilder, targets: NodeHandle[], more: Partial<ExecutionJob> = {}) => {
    const events: ExecutionEvent[] = [];
    ran.length = 0;
    const result = await execute(
      {
        id: 'job',
        prompt: g.prompt,
        targets: targets.map(({ id }) => id),
        extraPngInfo: {},
        previews: false,
        ...more,
      },
      {
        ...base,
        emit: (event) => void events.push(event),
        interrupted: () => false,
        encodePreview: async ({ rgb }) => rgb,
        ...given,
      },
    );
    return { result, events, ran: [...ran] };
  };
  return { run, outside };
}

function stubImage(g: GraphBuilder, value = 1): NodeHandle {
  return g.node('StubImage', { width: 2, value, seed: 1, method: 'bilinear', label: '' });
}

test('runs again where networks may get another precision', async () => {
  const cache = createNodeCache(1e6);
  const ranWith = async (precision: ExecutionWorld['precision'], budget: number) => {
    const g = new GraphBuilder();
    const { run } = stubWorld({ cache, precision, models: createModelStore(budget) });
    return (await run(g, [stubImage(g)])).ran.length;
  };
  expect(await ranWith('auto', 8e9)).toBe(1);
  expect(await ranWith('int8', 8e9)).toBe(1);
  expect(await ranWith('int8', 8e9)).toBe(0);
  expect(await ranWith('int8', 4e9)).toBe(1);
});

test('runs again on another device, and where the self-test came out otherwise', async () => {
  const cache = createNodeCache(1e6);
  const { device } = stubContext().context;
  const ranOn = async (change: Partial<ExecutionWorld['device']>) => {
    const g = new GraphBuilder();
    const { run } = stubWorld({ cache, device: { ...device, ...change } });
    return (await run(g, [stubImage(g)])).ran.length;
  };
  expect(await ranOn({})).toBe(1);
  expect(await ranOn({})).toBe(0);
  expect(await ranOn({ name: 'Another card' })).toBe(1);
  expect(await ranOn({ fused: new Set() })).toBe(1);
});

test('runs what the targets need, each node once, and nothing else', async () => {
  const g = new GraphBuilder();
  const image = stubImage(g);
  stubImage(g, 2);
  const left = g.node('StubFilter', { image });
  const right = g.node('StubFilter', { image });
  const a = g.node('StubShow', { image: left });
  const b = g.node('StubShow', { image: right });
  g.node('StubShow', { image });
  const { result, ran } = await stubWorld().run(g, [a, b]);
  expect(ran.toSorted()).toEqual(['1', '3', '4', '5', '6']);
  expect(ran[0]).toBe('1');
  expect(result).toMatchObject({ status: 'success' });
});

test('tells what it does, in order', async () => {
  const g = new GraphBuilder();
  const show = g.node('StubShow', { image: stubImage(g) });
  const { events, result } = await stubWorld().run(g, [show]);
  const output = { images: [{ filename: '2_1.png', subfolder: '', type: 'output' }] };
  expect(events).toEqual([
    { type: 'cached', nodes: [] },
    { type: 'node_start', node: '1' },
    { type: 'node_end', node: '1', ms: expect.any(Number) },
    { type: 'node_start', node: '2' },
    { type: 'executed', node: '2', output, cached: false },
    { type: 'node_end', node: '2', ms: expect.any(Number) },
  ]);
  expect(result).toEqual({ status: 'success', outputs: { 2: output } });
});

test('gives nodes their values in the types of their inputs', async () => {
  const g = new GraphBuilder();
  const image = g.node('StubImage', {
    width: '2',
    value: '0.5',
    seed: '18446744073709551615',
    method: 'bilinear',
    label: 5,
  });
  const values: unknown[] = [];
  const { registry } = stubNodes();
  const stub = registry['StubImage'];
  const spying = {
    ...registry,
    StubImage: {
      ...stub!,
      run: (inputs: Record<string, unknown>) => {
        values.push(inputs);
        return { IMAGE: null, SEED: inputs['seed'] };
      },
    },
    StubSeed: { ...stub!, run: (inputs: Record<string, unknown>) => values.push(inputs) && {} },
  };
  const last = g.node('StubSeed', {
    width: 3,
    seed: image.out(1),
    value: 0,
    method: 'bilinear',
    label: '',
  });
  await stubWorld({ registry: spying }).run(g, [last]);
  expect(values).toEqual([
    { width: 2, value: 0.5, seed: 2n ** 64n - 1n, method: 'bilinear', label: '5', flag: false },
    { width: 3, value: 0, seed: 2n ** 64n - 1n, method: 'bilinear', label: '', flag: false },
  ]);
});

test('runs a chain of 5,000 nodes', async () => {
  const g = new GraphBuilder();
  const last = g.chain('StubAdd', 'a', g.node('StubAdd', { a: 0, b: 1 }), 5000);
  const image = stubImage(g);
  const show = g.node('StubShow', { image, note: last });
  const { result, ran } = await stubWorld().run(g, [show]);
  expect(result.status).toBe('success');
  expect(ran).toHaveLength(5003);
});

describe('the cache', () => {
  test('runs nothing twice, and shows again what was shown', async () => {
    const g = new GraphBuilder();
    const show = g.node('StubShow', { image: g.node('StubFilter', { image: stubImage(g) }) });
    const { run } = stubWorld();
    const first = await run(g, [show]);
    const second = await run(g, [show]);
    expect(second.ran).toEqual([]);
    expect(second.result).toEqual(first.result);
    expect(second.events).toEqual([
      { type: 'cached', nodes: ['1', '2', '3'] },
      { type: 'executed', node: '3', output: expect.anything(), cached: true },
    ]);
  });

  test('runs again what a change reaches, and not what lies before it', async () => {
    const g = new GraphBuilder();
    const image = stubImage(g);
    const fault = g.node('StubSteps', { image, steps: 1 });
    const show = g.node('StubShow', { image: fault });
    const { run } = stubWorld();
    await run(g, [show]);
    const changed = new GraphBuilder();
    const again = changed.node('StubSteps', { image: stubImage(changed), steps: 2 });
    const { ran, events } = await run(changed, [changed.node('StubShow', { image: again })]);
    expect(ran).toEqual(['2', '3']);
    expect(events[0]).toEqual({ type: 'cached', nodes: ['1'] });
  });

  test('knows a node by what it does, not by its id, and "2" from 2', async () => {
    const g = new GraphBuilder();
    const { run } = stubWorld();
    await run(g, [g.node('StubShow', { image: stubImage(g) })]);
    const other = new GraphBuilder();
    const image = { width: '2', value: 1, seed: 1, method: 'bilinear', label: '' };
    const show = other.node('StubShow', { image: other.node('StubImage', image, 'x') }, 'y');
    expect((await run(other, [show])).ran).toEqual([]);
  });

  test('tells apart which output a link comes from', async () => {
    const g = new GraphBuilder();
    const image = stubImage(g);
    const a = g.node('StubAdd', { a: image.out(1), b: 0 });
    const b = g.node('StubAdd', { a: 1, b: image.out(1) });
    const { run } = stubWorld();
    expect((await run(g, [a, b])).ran).toHaveLength(3);
  });

  test('runs a node again when the file that it reads has changed', async () => {
    const g = new GraphBuilder();
    const show = g.node('StubShow', { image: g.node('StubFile', { name: 'cat.png' }) });
    const { run, outside } = stubWorld();
    await run(g, [show]);
    expect((await run(g, [show])).ran).toEqual([]);
    outside.version++;
    expect((await run(g, [show])).ran).toEqual(['1', '2']);
  });

  test('runs a node every time that is never the same, and what follows it', async () => {
    const g = new GraphBuilder();
    const show = g.node('StubShow', { image: g.node('StubClock') });
    const { run } = stubWorld();
    await run(g, [show]);
    expect((await run(g, [show])).ran).toEqual(['1', '2']);
  });

  test('keeps to its budget and forgets what was used longest ago', async () => {
    const image = { width: 8, seed: 1, method: 'bilinear', label: '' };
    const show = (value: number) => {
      const g = new GraphBuilder();
      return [
        g,
        g.node('StubFilter', { image: g.node('StubImage', { ...image, value }) }),
      ] as const;
    };
    const { run } = stubWorld({ cache: createNodeCache(2500) });
    const runOne = async (value: number) => {
      const [g, last] = show(value);
      return (await run(g, [last])).ran;
    };
    await runOne(1);
    await runOne(2);
    expect(await runOne(2)).toEqual([]);
    expect(await runOne(1)).toEqual(['1', '2']);
  });
});

describe('results on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'results-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What a fresh process runs. */
  async function runAfterRestart(budget = 1e6, program = '1') {
    const g = new GraphBuilder();
    const text = g.node('StubText', { text: 'a red cube', model: stubImage(g) });
    const cache = createNodeCache(1e6, createDiskCache(folder, budget));
    return stubWorld({ cache, program }).run(g, [g.node('StubRead', { conditioning: text })]);
  }
  const ranAfterRestart = async (budget?: number, program?: string) =>
    (await runAfterRestart(budget, program)).ran;

  test('survive a restart, and what lies before them need not run', async () => {
    expect(await ranAfterRestart()).toEqual(['1', '2', '3']);
    expect(await ranAfterRestart()).toEqual(['3']);
  });

  test('come with what was told about them', async () => {
    await runAfterRestart();
    const { events } = await runAfterRestart();
    expect(events).toContainEqual({ type: 'notice', node: '2', message: '10 letters' });
  });

  test('of another version of the program are not used', async () => {
    await ranAfterRestart(1e6, '1');
    expect(await ranAfterRestart(1e6, '2')).toEqual(['1', '2', '3']);
  });

  test('are made again when the file is cut short or is something else', async () => {
    await ranAfterRestart();
    const [file = ''] = readdirSync(folder);
    truncateSync(join(folder, file), 40);
    expect(await ranAfterRestart()).toEqual(['1', '2', '3']);
    expect(await ranAfterRestart()).toEqual(['3']);
    writeFileSync(join(folder, file), 'not a result');
    expect(await ranAfterRestart()).toEqual(['1', '2', '3']);
  });

  test('are not kept beyond the budget, nor where nothing can be written', async () => {
    await ranAfterRestart(10);
    expect(readdirSync(folder)).toEqual([]);
    const cache = createNodeCache(1e6, createDiskCache(join(folder, '\0'), 1e6));
    const g = new GraphBuilder();
    const text = g.node('StubText', { text: 'a', model: stubImage(g) });
    const { result } = await stubWorld({ cache }).run(g, [text]);
    expect(result.status).toBe('success');
  });
});

describe('an error', () => {
  async function failing(how: string) {
    const g = new GraphBuilder();
    const fault = g.node('StubFault', { image: stubImage(g), how });
    const show = g.node('StubShow', { image: fault });
    const { run } = stubWorld();
    return { ...(await run(g, [show])), again: () => run(g, [stubImage(g)]) };
  }

  test('names the node, its inputs and the cure, and leaves the engine usable', async () => {
    const { result, again } = await failing('user');
    expect(result).toEqual({
      status: 'error',
      error: {
        node: '2',
        nodeType: 'StubFault',
        code: 'too_hot',
        message: 'It is too hot.',
        cure: 'Open a window.',
        stack: [],
        inputs: { image: ['Tensor [1, 2, 2, 3]'], how: ['"user"'] },
        executed: ['1'],
      },
    });
    expect((await again()).result.status).toBe('success');
  });

  test('of ours comes with its stack', async () => {
    const { result } = await failing('internal');
    expect(result).toMatchObject({
      error: { code: 'internal_error', message: 'x is not a function' },
    });
    expect(result.status === 'error' && result.error.stack.length).toBeGreaterThan(1);
  });

  test('for want of memory says what to make smaller', async () => {
    expect((await failing('memory')).result).toMatchObject({ error: { code: 'out_of_memory' } });
  });

  test('is told when an input gets nothing', async () => {
    const g = new GraphBuilder();
    const mask = g.node('StubMask', { mask: g.node('StubFile', { name: 'cat.png' }).out(1) });
    expect((await stubWorld().run(g, [mask])).result).toMatchObject({
      error: {
        node: '2',
        code: 'input_empty',
        message: '"mask" gets nothing: node 1 (StubFile) has no MASK.',
      },
    });
  });

  test('is told when a value that comes through a link is out of range', async () => {
    const g = new GraphBuilder();
    const sum = g.node('StubAdd', { a: 9, b: 9 });
    const image = { width: 2, value: sum, seed: 1, method: 'bilinear', label: '' };
    expect((await stubWorld().run(g, [g.node('StubImage', image)])).result).toMatchObject({
      error: { node: '2', code: 'input_value', message: '"value" gets 18; its max is 8.' },
    });
  });

  test('names the node whose file is gone, before anything runs', async () => {
    const g = new GraphBuilder();
    const show = g.node('StubShow', { image: g.node('StubFile', { name: 'gone.png' }) });
    const { result, ran } = await stubWorld().run(g, [show]);
    expect(result).toMatchObject({
      error: { node: '1', nodeType: 'StubFile', code: 'file_not_found' },
    });
    expect(ran).toEqual([]);
  });

  test.each<[string, (g: GraphBuilder) => NodeHandle]>([
    ['a ring', (g) => g.node('StubFilter', { image: ['1', 0] })],
    ['an unknown class', (g) => g.node('Foreign')],
    ['a node that is not there', (g) => g.node('StubFilter', { image: ['7', 0] })],
    ['a value that cannot be converted', (g) => g.node('StubAdd', { a: 'x', b: 1 })],
  ])('is told for a prompt that was not validated: %s', async (_name, build) => {
    const g = new GraphBuilder();
    expect((await stubWorld().run(g, [build(g)])).result).toMatchObject({
      error: { code: 'invalid_prompt' },
    });
  });
});

describe('an interrupt', () => {
  test('takes effect within a step', async () => {
    const g = new GraphBuilder();
    const steps = g.node('StubSteps', { image: stubImage(g), steps: 50 });
    let stop = false;
    let armed = true;
    const events: ExecutionEvent[] = [];
    const { run } = stubWorld({
      interrupted: () => stop,
      emit(event) {
        events.push(event);
        // As a message of another process comes: only when the event loop turns.
        if (armed && event.type === 'progress' && event.value === 3)
          setImmediate(() => (stop = true));
      },
    });
    const { result } = await run(g, [g.node('StubShow', { image: steps })]);
    expect(result).toEqual({ status: 'interrupted', node: '2', executed: ['1'] });
    expect(events.filter(({ type }) => type === 'progress')).toHaveLength(3);
    [stop, armed] = [false, false];
    expect((await run(g, [steps])).result.status).toBe('success');
  });

  test('takes effect between nodes', async () => {
    const g = new GraphBuilder();
    const last = g.chain('StubFilter', 'image', stubImage(g), 10);
    let stop = false;
    const { run } = stubWorld({
      interrupted: () => stop,
      emit(event) {
        if (event.type === 'node_end' && event.node === '4') setImmediate(() => (stop = true));
      },
    });
    const { result, ran } = await run(g, [last]);
    expect(result).toMatchObject({ status: 'interrupted', node: null });
    expect(ran.length).toBeLessThan(7);
  });

  test('that a node notices itself is no error', async () => {
    const g = new GraphBuilder();
    const fault = g.node('StubFault', { image: stubImage(g), how: 'interrupt' });
    expect((await stubWorld().run(g, [fault])).result).toMatchObject({
      status: 'interrupted',
      node: '2',
    });
  });
});

describe('previews', () => {
  async function previewsOf(previews: boolean, given: Partial<ExecutionWorld> = {}) {
    const g = new GraphBuilder();
    const steps = g.node('StubSteps', { image: stubImage(g), steps: 3 });
    const { events, result } = await stubWorld(given).run(g, [steps], { previews });
    return { events: events.filter(({ type }) => type !== 'progress').slice(4), result };
  }

  test('come once a step when somebody watches', async () => {
    const { events } = await previewsOf(true);
    expect(events.slice(0, 3)).toEqual(
      [1, 2, 3].map((step) => ({ type: 'preview', node: '2', jpeg: Uint8Array.of(step, 0, 0) })),
    );
  });

  test('are not even made when nobody does', async () => {
    const encodePreview = () => Promise.reject(new Error('made'));
    expect((await previewsOf(false, { encodePreview })).events).toMatchObject([
      { type: 'node_end' },
    ]);
  });

  test('that fail do not stop the render and are told once', async () => {
    const encodePreview = () => Promise.reject(new Error('no encoder'));
    const { events, result } = await previewsOf(true, { encodePreview });
    expect(result.status).toBe('success');
    expect(events).toMatchObject([
      { type: 'notice', node: '2', message: 'There are no previews: no encoder' },
      { type: 'node_end' },
    ]);
  });
});
