import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TimestepsReply, TokensReply } from '../../electron/protocol/advice.ts';
import type { JsonObject } from '../../nodes/graph/json.ts';
import { GraphBuilder, type NodeHandle } from '../graph-builder.ts';
import { ask, startTestServer } from './harness.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

async function post(path: string, body: object) {
  const { status, text } = await ask(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status, body: JSON.parse(text) as unknown };
}

const window = { mode: 'steps', start: 0, end: 0.1, steps: 3, timestep: 970 };
const taca = { temperature: 1.2, shape: 'constant', blocks: 'all', words: '', ...window };
const sampling = {
  seed: 1,
  steps: 20,
  cfg: 4,
  sampler_name: 'euler',
  scheduler: 'simple',
  denoise: 1,
};

function pipeline(build: (g: GraphBuilder, model: NodeHandle) => NodeHandle) {
  const g = new GraphBuilder();
  const checkpoint = g.node('CheckpointLoaderSimple', { ckpt_name: 'shapes' });
  const model = build(g, checkpoint);
  const text = g.node('CLIPTextEncode', { clip: checkpoint.out(1), text: 'a red star' });
  const latent = g.node('EmptyLatentImage', { width: 128, height: 128, batch_size: 1 });
  return { g, model, conditions: { positive: text, negative: text }, latent };
}

async function timesteps(prompt: JsonObject, node: string) {
  const { status, body } = await post('/studio/timesteps', { prompt, node });
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as TimestepsReply).samplers;
}

test('the levels of a KSampler follow the shift before it, and TACA and its LoRA are on in their steps', async () => {
  const { g, model, conditions, latent } = pipeline((g, from) => {
    const shifted = g.node('ModelSamplingSD3', { model: from, shift: 1 });
    const lora = g.node('TACALoraLoader', {
      model: shifted,
      lora_name: 'shapes-taca-r16.safetensors',
      strength: 1,
      ...window,
      mode: 'follow_taca',
    });
    return g.node('TACAAttention', { model: lora, ...taca, mode: 'steps', steps: 3 });
  });
  const sampler = g.node('KSampler', { model, ...conditions, latent_image: latent, ...sampling });
  const [answer, ...others] = await timesteps(g.prompt, model.id);
  expect(others).toEqual([]);
  expect(answer?.node).toBe(sampler.id);
  expect(answer?.sigmas.map((sigma) => Number(sigma.toFixed(4)))).toEqual(
    Array.from({ length: 21 }, (_, i) => Number((1 - i / 20).toFixed(4))),
  );
  expect(answer).toMatchObject({ firstStep: 0, steps: 20 });
  expect(answer?.windows.map(({ kind, on }) => [kind, on])).toEqual([
    ['lora', [0, 1, 2]],
    ['taca', [0, 1, 2]],
  ]);
});

test('a chain of SIGMAS ends in the levels that the custom sampler takes', async () => {
  const { g, model, conditions, latent } = pipeline((g, from) =>
    g.node('TACAAttention', { model: from, ...taca, mode: 'timestep', timestep: 700 }),
  );
  const steps = g.node('PrimitiveInt', { value: 4 });
  const sigmas = g.node('BasicScheduler', { model, scheduler: 'simple', steps, denoise: 1 });
  const split = g.node('SplitSigmas', { sigmas, step: 2 });
  g.node('SamplerCustomAdvanced', {
    noise: g.node('RandomNoise', { noise_seed: 1 }),
    guider: g.node('CFGGuider', { model, ...conditions, cfg: 4 }),
    sampler: g.node('KSamplerSelect', { sampler_name: 'euler' }),
    sigmas: split.out(1),
    latent_image: latent,
  });
  const [answer] = await timesteps(g.prompt, model.id);
  expect(answer?.sigmas).toHaveLength(3);
  expect(answer?.sigmas[0]).toBeCloseTo(0.75, 2);
  expect(answer?.windows).toEqual([{ node: model.id, kind: 'taca', on: [0] }]);
});

test('tokens are counted by the encoders that read the text, straight or through a text node', async () => {
  const { g, conditions } = pipeline((_, from) => from);
  const text = g.node('PrimitiveString', { value: 'x' });
  const far = g.node('CLIPTextEncode', {
    clip: new GraphBuilder().node('x', {}, '1').out(1),
    text,
  });
  for (const node of [conditions.positive.id, text.id, far.id]) {
    const { body } = await post('/studio/tokens', {
      prompt: g.prompt,
      node,
      text: 'a (red star:1.2) above a blue ring',
    });
    const { encoders } = body as TokensReply;
    expect(encoders.map(({ encoder }) => encoder)).toEqual(['CLIP-L', 'CLIP-G', 'T5']);
    expect(encoders[0]).toMatchObject({ tokens: 7, read: 7, chunks: 1 });
    expect(encoders.every(({ limit }) => limit > 7)).toBe(true);
  }
});

test('a prompt beyond the limit says how much is read', async () => {
  const { g, conditions } = pipeline((_, from) => from);
  const { body } = await post('/studio/tokens', {
    prompt: g.prompt,
    node: conditions.positive.id,
    text: 'red star '.repeat(500),
  });
  const [clipL] = (body as TokensReply).encoders;
  expect(clipL?.tokens).toBe(1000);
  expect(clipL?.read).toBe(clipL?.limit);
});

test('a model that is missing or a class that is unknown is told in an empty answer, and a question without a prompt is refused', async () => {
  const g = new GraphBuilder();
  const clip = g.node('CLIPLoader', { clip_name: 'none.safetensors', type: 'sd3' });
  const node = g.node('CLIPTextEncode', { clip, text: '' });
  const missing = await post('/studio/tokens', { prompt: g.prompt, node: node.id, text: 'x' });
  expect(missing).toMatchObject({ status: 200, body: { encoders: [] } });
  expect((missing.body as TokensReply).problem?.message).toContain('none.safetensors');
  const strange = {
    1: { class_type: 'Strange', inputs: {} },
    2: { class_type: 'KSampler', inputs: { model: ['1', 0], ...sampling } },
  };
  expect(await post('/studio/timesteps', { prompt: strange, node: '2' })).toMatchObject({
    status: 200,
    body: { samplers: [], problem: { code: 'unknown_before_run' } },
  });
  expect((await post('/studio/timesteps', { node: '1' })).status).toBe(400);
});

test('a node that no sampler needs has no steps', async () => {
  const { g, latent } = pipeline((_, from) => from);
  expect(await timesteps(g.prompt, latent.id)).toEqual([]);
});
