import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cpu } from '../../runtime/device.ts';
import { Session } from '../../runtime/session.ts';
import { slice, type Tensor } from '../../tensor.ts';
import { openTransformer } from '../weights/open-transformer.ts';
import type { FluxConfig } from './flux-config.ts';
import { fluxGraph } from './flux-graph.ts';
import { openFlux, type FluxInput, type FluxNetwork } from './flux-network.ts';
import { gammas, waves } from './network.fixture.ts';
import { imagePositions, ropeTables } from './rope.ts';
import { timeEmbedding } from './time-embedding.ts';

const goldens = join(import.meta.dirname, '../../../tests/goldens/data');
const opened = openTransformer(join(goldens, 'models/flux-dev/transformer'));
const weights = opened.weights;
const config = opened.config as FluxConfig;
const TOKENS = 7;

const input: FluxInput = {
  latent: waves(2, config.channels, 6, 10),
  timestep: new Float32Array([0.9, 0.35]),
  text: waves(2, TOKENS, config.jointDim),
  pooled: waves(2, config.pooledDim),
  guidance: [3.5, 3.5],
  gamma: null,
  strengths: [],
};

let network: FluxNetwork;
beforeAll(async () => {
  network = await openFlux({ weights, config, loras: [] }, cpu);
});
afterAll(() => network.dispose());

test('a temperature of 1 gives the bits of a graph without TACA', async () => {
  const graph = fluxGraph(weights, config, { target: cpu, taca: false, loras: [] });
  const plain = await Session.open(graph, cpu);
  const { velocity } = await plain.run({
    latent: input.latent,
    ...ropeTables(imagePositions(3, 5), config.ropeAxes),
    time: timeEmbedding(input.timestep.map((t) => t * 1000)),
    guidance: timeEmbedding(new Float32Array([3500, 3500])),
    guided: { data: new Float32Array([1, 1]), shape: [2, 1] },
    pooled: input.pooled,
    text: input.text,
  });
  expect(await network.predict({ ...input, gamma: gammas(1, config.depth) })).toEqual(velocity);
  await plain.release();
});

test('a temperature for every token is the one for all, when they are equal', async () => {
  const all = await network.predict({ ...input, gamma: gammas(1.2, config.depth) });
  const each = await network.predict({ ...input, gamma: gammas(1.2, config.depth, 2, TOKENS) });
  expect(each).toEqual(all);
});

test('every block takes its own temperature, double ones first', async () => {
  const { velocity: _, ...plain } = await observe(gammas(1, config.depth));
  for (let block = 0; block < config.depth; block++) {
    const gamma = gammas(1, config.depth);
    gamma.data[block] = 1.2;
    const warm = await observe(gamma);
    const first = BLOCKS.find((name) => !same(warm[name], plain[name]));
    expect(first).toBe(BLOCKS[block]);
  }
});

const BLOCKS = [
  'transformer_blocks.0.image',
  'transformer_blocks.1.image',
  'single_transformer_blocks.0.image',
  'single_transformer_blocks.1.image',
];

async function observe(gamma: Tensor) {
  const observed = await openFlux({ weights, config, loras: [] }, cpu, { observed: true });
  const outputs = await observed.observe({ ...input, gamma });
  await observed.dispose();
  return outputs;
}

function same(a: Tensor | undefined, b: Tensor | undefined): boolean {
  return a !== undefined && a.data.every((value, i) => value === b?.data[i]);
}

test('without guidance it is the model that has no embedding of it', async () => {
  const tensors = new Map([...weights.tensors].filter(([name]) => !name.includes('guidance')));
  const distilled = await openFlux(
    { weights: { ...weights, tensors }, config: { ...config, guidance: false }, loras: [] },
    cpu,
  );
  const none = await network.predict({ ...input, guidance: [null, null] });
  expect(none).toEqual(await distilled.predict(input));
  await distilled.dispose();
});

test('each item of a batch has its own guidance', async () => {
  const [weak, strong, mixed] = [
    await network.predict({ ...input, guidance: [1, 1] }),
    await network.predict({ ...input, guidance: [8, 8] }),
    await network.predict({ ...input, guidance: [1, 8] }),
  ];
  expect(slice(mixed, 0, 1)).toEqual(slice(weak, 0, 1));
  expect(slice(mixed, 1, 2)).toEqual(slice(strong, 1, 2));
  expect(slice(weak, 0, 1)).not.toEqual(slice(strong, 0, 1));
});
