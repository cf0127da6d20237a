import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWeights } from '../weights/open-weights.ts';
import { vaeConfigOf } from './vae-config.ts';

const data = join(import.meta.dirname, '../../../tests/goldens/data/models');
const weights = openWeights(join(data, 'sd35m/vae'));
const only = (part: string) => ({
  ...weights,
  tensors: new Map([...weights.tensors].filter(([name]) => name.startsWith(part))),
});
const expected = {
  latentChannels: 16,
  blockChannels: [32, 64, 32, 32],
  layersPerBlock: 1,
  normGroups: 32,
  scalingFactor: 1.3125,
  shiftFactor: 0.0625,
};

test.each(['', 'decoder.', 'encoder.'])('shapes of %s* tell the config', (part) => {
  expect(vaeConfigOf(only(part))).toEqual(expected);
});

test('without config.json nothing is scaled', () => {
  const config = vaeConfigOf({ ...weights, config: null });
  expect(config).toEqual({ ...expected, scalingFactor: 1, shiftFactor: 0 });
});

test('other weights are refused', () => {
  expect(() => vaeConfigOf(only('nothing'))).toThrow('not an autoencoder');
});

test('widths that the norm groups do not divide are refused', () => {
  const config = { norm_num_groups: 24 };
  expect(() => vaeConfigOf({ ...weights, config })).toThrow('no multiples of 24');
});
