import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseLora } from '../../lora/parse-lora.ts';
import { cpu } from '../../runtime/device.ts';
import { Session } from '../../runtime/session.ts';
import { slice } from '../../tensor.ts';
import { openTransformer } from '../weights/open-transformer.ts';
import { openWeights } from '../weights/open-weights.ts';
import { gammas, waves } from './network.fixture.ts';
import { positionEmbedding } from './position-embedding.ts';
import type { Sd3Config } from './sd3-config.ts';
import { sd3Graph } from './sd3-graph.ts';
import { openSd3, type Sd3Network } from './sd3-network.ts';
import { timeEmbedding } from './time-embedding.ts';
import type { TransformerInput } from './transformer-input.ts';

const goldens = join(import.meta.dirname, '../../../tests/goldens/data');
const opened = openTransformer(join(goldens, 'models/sd35m/transformer'));
const weights = opened.weights;
const config = opened.config as Sd3Config;
const TOKENS = 7;

const input: TransformerInput = {
  latent: waves(2, config.inChannels, 6, 10),
  timestep: new Float32Array([900, 350]),
  text: waves(2, TOKENS, config.jointDim),
  pooled: waves(2, config.pooledDim),
  gamma: null,
  strengths: [],
};

let network: Sd3Network;
beforeAll(async () => {
  network = await openSd3({ weights, config, loras: [] }, cpu);
});
afterAll(() => network.dispose());

test('a temperature of 1 gives the bits of a graph without TACA', async () => {
  const graph = sd3Graph(weights, config, { target: cpu, taca: false, loras: [] });
  const plain = await Session.open(graph, cpu);
  const { velocity } = await plain.run({
    latent: input.latent,
    position: positionEmbedding(weights, config, 3, 5),
    time: timeEmbedding(input.timestep),
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

test('one warm token or block changes the result', async () => {
  const plain = await network.predict(input);
  for (const gamma of [gammas(1, config.depth, 1, TOKENS), gammas(1, config.depth)]) {
    gamma.data[1] = 1.2;
    expect((await network.predict({ ...input, gamma })).data).not.toEqual(plain.data);
  }
});

test('a temperature on one item of the batch leaves the other as it was', async () => {
  const plain = await network.predict(input);
  const gamma = gammas(1, config.depth, 2);
  for (let block = 0; block < config.depth; block++) gamma.data[2 * block] = 1.2;
  const warm = await network.predict({ ...input, gamma });
  expect(slice(warm, 0, 1)).not.toEqual(slice(plain, 0, 1));
  expect(slice(warm, 1, 2)).toEqual(slice(plain, 1, 2));
});

test('a LoRA at strength 0 gives the bits of no LoRA, and several add up', async () => {
  const file = openWeights(join(goldens, 'lora/sd35m_peft'));
  const branches = parseLora(file, 'transformer', weights);
  const twice = await openSd3({ weights, config, loras: [branches, branches] }, cpu);
  const velocity = (...strengths: number[]) => twice.predict({ ...input, strengths });
  expect(await velocity(0, 0)).toEqual(await network.predict(input));
  const whole = await velocity(1, 0);
  const halves = await velocity(0.25, 0.75);
  expect(whole.data).not.toEqual((await velocity(0.5, 0)).data);
  halves.data.forEach((value, i) => expect(value).toBeCloseTo(whole.data[i] as number, 4));
  await twice.dispose();
});

test('a picture beyond the positions that the model knows is refused', async () => {
  const side = (config.posEmbedSize + 1) * config.patch;
  await expect(async () =>
    network.predict({ ...input, latent: waves(2, config.inChannels, side, 4) }),
  ).rejects.toThrow(/A picture of 32 x 400 is larger than the 384 x 384/);
});
