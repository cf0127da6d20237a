import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maxAbsError } from '../../../tests/goldens/golden.ts';
import { cpu } from '../../runtime/device.ts';
import { openTransformer } from '../weights/open-transformer.ts';
import { openSafetensors } from '../weights/safetensors.ts';
import { readTensor } from '../weights/read-tensor.ts';
import { openFlux } from './flux-network.ts';
import { openSd3 } from './sd3-network.ts';
import { UNGUIDED, type BlockGuidance } from './block-guidance.ts';
import type { TransformerInput } from './transformer-input.ts';
import type { TransformerOptions } from './transformer-network.ts';
import { equalRanges } from './block-range.ts';

const goldens = join(import.meta.dirname, '../../../tests/goldens');
const file = openSafetensors(join(goldens, 'guided_blocks.safetensors'));

const SKIPPED = { 'flux-dev': [1, 2], sd35m: [0, 2] };
const PAIR = [{ positive: 0, negative: 1 }];
const NAG = { scale: 5, alpha: 0.5, tau: 1.5, rows: PAIR };
const TIGHT = { scale: 11, alpha: 1, tau: 1.05, rows: PAIR };

describe.each(['flux-dev', 'sd35m'] as const)('%s', (name) => {
  const opened = openTransformer(join(goldens, 'data/models', name, 'transformer'));
  const { weights, config } = opened;
  const read = (what: string) => readTensor(file, `${name}.${what}`);
  const latent = read('latent');
  const gammas = read('gammas');
  const input = {
    latent,
    text: read('text'),
    pooled: read('pooled'),
    timestep: new Float32Array(3).fill(opened.family === 'flux' ? 0.7 : 700),
    guidance: [3.5, 3.5, 3.5],
    gamma: null,
    strengths: [],
  };
  const guidance: BlockGuidance = { skippable: SKIPPED[name], attention: true };
  const open = (given: BlockGuidance, options: TransformerOptions = {}) =>
    opened.family === 'flux'
      ? openFlux({ weights, config: opened.config, loras: [], guidance: given }, cpu, options)
      : openSd3({ weights, config: opened.config, loras: [], guidance: given }, cpu, options);
  const taca = { data: gammas.data, shape: [...gammas.shape, 1] };
  const skips = [[], [], SKIPPED[name]];

  let network: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    network = await open(guidance);
  });
  afterAll(() => network.dispose());
  const predict = (more: Partial<TransformerInput> = {}) => network.predict({ ...input, ...more });

  test.each([
    ['plain', {}],
    ['nag', { nag: NAG }],
    ['nag_tight', { nag: TIGHT }],
    ['taca', { gamma: taca }],
    ['taca_nag', { gamma: taca, nag: NAG }],
    ['skip', { skips }],
    ['taca_nag_skip', { gamma: taca, nag: NAG, skips }],
  ])('%s is that of torch', async (what, more) => {
    expect(maxAbsError(await predict(more), read(what))).toBeLessThan(1e-4);
  });

  test('rows that nobody guides and that skip nothing keep the bits of a plain graph', async () => {
    const plain = await open(UNGUIDED);
    const expected = await plain.predict(input);
    expect(await predict()).toEqual(expected);
    const { data } = await predict({ nag: NAG, skips: [[], [], []] });
    const row = data.length / 3;
    expect(data.subarray(2 * row)).toEqual(expected.data.subarray(2 * row));
    await plain.dispose();
  });

  test('works in parts', async () => {
    const inParts = await open(guidance, { parts: equalRanges(config.depth, 2), resident: 1 });
    const all = { gamma: taca, nag: NAG, skips };
    expect(await inParts.predict({ ...input, ...all })).toEqual(await predict(all));
    await inParts.dispose();
  });
});
