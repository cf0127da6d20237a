import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpu } from '../../runtime/device.ts';
import { blockBytes } from '../../runtime/plan/network-size.ts';
import { measureNetwork } from '../weights/measure-network.ts';
import { openTransformer } from '../weights/open-transformer.ts';
import { equalRanges } from './block-range.ts';
import { blockOf } from './block-of.ts';
import { openFlux } from './flux-network.ts';
import { gammas, waves } from './network.fixture.ts';
import { openSd3 } from './sd3-network.ts';
import type { TransformerOptions } from './transformer-network.ts';

const models = join(import.meta.dirname, '../../../tests/goldens/data/models');

test.each([
  [57, 1, [57]],
  [57, 2, [29, 28]],
  [4, 4, [1, 1, 1, 1]],
])('%i blocks in %i parts', (depth, parts, lengths) => {
  const ranges = equalRanges(depth, parts);
  expect(ranges.map(({ from, to }) => to - from)).toEqual(lengths);
  expect([ranges[0]?.from, ranges.at(-1)?.to]).toEqual([0, depth]);
});

describe.each(['flux-dev', 'sd35m'])('%s', (name) => {
  const opened = openTransformer(join(models, name, 'transformer'));
  const { config, weights } = opened;
  const { depth } = config;
  const channels = opened.family === 'flux' ? opened.config.channels : opened.config.inChannels;
  const input = {
    latent: waves(2, channels, 6, 10),
    timestep: new Float32Array([0.9, 0.35]),
    text: waves(2, 7, config.jointDim),
    pooled: waves(2, config.pooledDim),
    guidance: [3.5, null],
    gamma: gammas(1.2, depth),
    strengths: [],
  };
  const predict = async (options: TransformerOptions) => {
    const network =
      opened.family === 'flux'
        ? await openFlux({ weights, config: opened.config, loras: [] }, cpu, options)
        : await openSd3({ weights, config: opened.config, loras: [] }, cpu, options);
    const velocity = await network.predict(input);
    const again = await network.predict(input);
    expect(again).toEqual(velocity);
    await network.dispose();
    return { velocity, bytes: network.bytes };
  };

  test.each([
    ['two parts', 2, 2],
    ['a part a block', depth, depth],
    ['a part a block, one of which stays in memory', depth, 1],
    ['a part a block, none of which stays in memory', depth, 0],
  ])('%s give the bits of one', async (_, parts, resident) => {
    const whole = await predict({});
    const inParts = await predict({ parts: equalRanges(depth, parts), resident });
    expect(inParts.velocity).toEqual(whole.velocity);
    expect(inParts.bytes < whole.bytes).toBe(resident < parts);
  });

  test('ranges share all weights among them that are loaded', async () => {
    const size = measureNetwork(weights, depth, (tensor) => blockOf(config, tensor), 0);
    const elements = [...weights.tensors.values()]
      .filter((tensor) => tensor.name !== 'pos_embed.pos_embed')
      .reduce((count, { shape }) => count + shape.reduce((size, n) => size * n, 1), 0);
    const { bytes } = await predict({ parts: equalRanges(depth, depth) });
    expect(bytes).toBe(4 * elements);
    expect(blockBytes(size, 'fp32', cpu).reduce((sum, bytes) => sum + bytes, 0)).toBe(bytes);
  });
});
