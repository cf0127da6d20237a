/** The real engine process under its real supervisor. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { createEngine } from '../backend/engine/supervisor.ts';
import type { Engine } from '../protocol/engine.ts';
import type { ExecutionEvent, ExecutionJob } from '../protocol/execution.ts';

let data: string;
let engine: Engine;

beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'engine-'));
  const settings = { device: 'cpu', threads: 0, models: [], data, rerunsJobs: true } as const;
  engine = createEngine({ settings });
});
afterAll(async () => {
  await engine.close();
  rmSync(data, { recursive: true, force: true, maxRetries: 20 });
});

function prompt(seed: number, steps: number): JsonObject {
  const conditioning = {
    class_type: 'CLIPTextEncode',
    inputs: { clip: ['model', 1], text: 'a star' },
  };
  return {
    model: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'shapes' } },
    text: conditioning,
    empty: {
      class_type: 'EmptySD3LatentImage',
      inputs: { width: 128, height: 128, batch_size: 1 },
    },
    sample: {
      class_type: 'KSampler',
      inputs: {
        model: ['model', 0],
        positive: ['text', 0],
        negative: ['text', 0],
        latent_image: ['empty', 0],
        seed,
        steps,
        cfg: 1,
        sampler_name: 'euler',
        scheduler: 'simple',
        denoise: 1,
      },
    },
    decode: { class_type: 'VAEDecode', inputs: { samples: ['sample', 0], vae: ['model', 2] } },
    save: { class_type: 'SaveImage', inputs: { images: ['decode', 0], filename_prefix: 'engine' } },
  };
}

function job(id: string, seed: number, steps = 2): ExecutionJob {
  return {
    id,
    prompt: prompt(seed, steps),
    targets: ['save'],
    extraPngInfo: {},
    previews: true,
  };
}

async function run(task: ExecutionJob, onEvent: (event: ExecutionEvent) => void = () => undefined) {
  const events: ExecutionEvent[] = [];
  const result = await engine.run(task, (event) => {
    events.push(event);
    onEvent(event);
  });
  return { result, events, types: events.map((event) => event.type) };
}

test('a job tells its nodes, steps and previews, and gives its pictures', async () => {
  const { result, events, types } = await run(job('first', 1));
  expect(result).toMatchObject({
    status: 'success',
    outputs: { save: { images: [{ filename: 'engine_00001_.png', type: 'output' }] } },
  });
  expect(types[0]).toBe('cached');
  expect(events.flatMap((e) => (e.type === 'node_end' ? [e.node] : []))).toHaveLength(6);
  expect(events).toContainEqual({ type: 'progress', node: 'sample', value: 2, max: 2 });
  const preview = events.find((event) => event.type === 'preview');
  expect(preview?.type === 'preview' && [...preview.jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  expect(engine.device).toMatchObject({ kind: 'cpu', name: 'CPU', precision: 'fp32' });
  const tests = engine.device?.selfTest ?? [];
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter(({ passed }) => !passed)).toEqual([]);
  expect(engine.memory).toBeGreaterThan(2 ** 20);
});

test('what did not change is not run again, until memory is freed', async () => {
  const warm = await run(job('warm', 2));
  expect(warm.types.filter((type) => type === 'node_end')).toHaveLength(3);
  engine.free({ unloadModels: true, freeMemory: true });
  const cold = await run(job('cold', 2));
  expect(cold.types.filter((type) => type === 'node_end').length).toBeGreaterThan(3);
});

test('a job that runs a second time replaces its picture', async () => {
  await run(job('again', 3));
  const before = readdirSync(join(data, 'output'));
  engine.free({ unloadModels: false, freeMemory: true });
  await run(job('again', 3));
  expect(readdirSync(join(data, 'output'))).toEqual(before);
});

test('an interrupt takes effect within a step and leaves the engine usable', async () => {
  let last = 0;
  const { result } = await run(job('stopped', 4, 1000), (event) => {
    if (event.type !== 'progress') return;
    last = event.value;
    if (event.value === 3) engine.interrupt('stopped');
  });
  expect(result).toMatchObject({ status: 'interrupted', node: 'sample' });
  expect(last).toBeLessThanOrEqual(5);
  expect((await run(job('after', 5))).result.status).toBe('success');
});

test('a fault of a node names node and inputs and leaves the engine usable', async () => {
  const broken = job('broken', 6);
  const inputs = { ...(broken.prompt['empty'] as { inputs: JsonObject }).inputs, width: 'wide' };
  broken.prompt['empty'] = { class_type: 'EmptySD3LatentImage', inputs };
  expect((await run(broken)).result).toMatchObject({
    status: 'error',
    error: { node: 'empty', nodeType: 'EmptySD3LatentImage' },
  });
  expect((await run(job('fine', 7))).result.status).toBe('success');
});

test('an idle engine loads the bundled model, and no run finds what it made with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  const lines: string[] = [];
  const settings = { device: 'cpu', threads: 0, models: [], data: folder } as const;
  const warm = createEngine({
    settings: { ...settings, rerunsJobs: true, warmsUp: true },
    eager: true,
    log: (line) => lines.push(line),
  });
  try {
    await expect.poll(() => lines, { timeout: 30_000 }).toContain('The bundled model is loaded.');
    expect(readdirSync(join(folder, 'output'))).toEqual([]);
    const events: ExecutionEvent[] = [];
    await warm.run(job('first', 1), (event) => events.push(event));
    expect(events[0]).toEqual({ type: 'cached', nodes: [] });
  } finally {
    await warm.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
});

test.runIf(process.platform === 'linux')(
  'is what the system ends first when memory runs out',
  async () => {
    await run(job('memory', 1));
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
    const scores = children
      .split(' ')
      .map((pid) => readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim());
    expect(scores).toEqual(['1000']);
  },
);
