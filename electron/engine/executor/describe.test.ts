import { expect, test } from 'vitest';
import { zeros } from '../../../nodes/tensor.ts';
import { describe } from './describe.ts';

test.each<[string, unknown, string]>([
  ['a tensor', zeros([1, 16, 64, 64]), 'Tensor [1, 16, 64, 64]'],
  ['a latent', { samples: zeros([1, 4]) }, '{samples: Tensor [1, 4]}'],
  ['an array', new Float32Array(21), 'Float32Array [21]'],
  ['text', 'a "red" cube', '"a \\"red\\" cube"'],
  ['a seed', 2n ** 64n - 1n, '18446744073709551615'],
  ['nothing', null, 'nothing'],
  [
    'a list',
    [{ embeds: zeros([1, 77, 8]), pooled: null }],
    '[{embeds: Tensor [1, 77, 8], pooled: nothing}]',
  ],
  ['an object with methods', { name: 'euler', sample: () => 1 }, '{name: "euler"}'],
  ['a map', new Map([[1, 2]]), '1 entries'],
])('%s', (_name, value, text) => {
  expect(describe(value)).toBe(text);
});

test('stays short whatever the value is', () => {
  const deep: unknown[] = [];
  deep.push(deep, deep, 'x'.repeat(1e6));
  for (const value of [deep, 'x'.repeat(1e6), Array.from({ length: 1e5 }, () => 'abc')]) {
    expect(describe(value).length).toBeLessThan(300);
  }
});
