import { expect, test } from 'vitest';
import { measureNetwork } from './measure-network.ts';
import type { StoredType } from './stored-types.ts';
import type { StoredTensor, WeightSource } from './weight-source.ts';

function source(...tensors: (readonly [string, StoredType, readonly number[]])[]): WeightSource {
  const stored = tensors.map(([name, type, shape]): [string, StoredTensor] => [
    name,
    { name, type, shape, file: '/model', spans: [] },
  ]);
  return {
    label: 'model',
    identity: '',
    files: [],
    tensors: new Map(stored),
    metadata: {},
    config: null,
  };
}

const blockOf = (name: string) => {
  if (name.startsWith('table')) return null;
  return Number(/^transformer_blocks\.(\d+)\./.exec(name)?.[1] ?? 0);
};
const measure = (type: StoredType) =>
  measureNetwork(
    source(
      ['x_embedder.weight', 'F16', [64, 32]],
      ['transformer_blocks.0.attn.to_q.weight', type, [64, 64]],
      ['transformer_blocks.0.attn.to_q.bias', 'F32', [64]],
      ['transformer_blocks.1.ff.weight', type, [256, 64]],
      ['transformer_blocks.1.odd.weight', 'F32', [64, 33]],
      ['table.weight', 'F32', [1000, 64]],
    ),
    2,
    blockOf,
    7,
  );

test('layers that can be quantised are counted apart, block by block', () => {
  expect(measure('BF16')).toEqual({
    label: 'model',
    blocks: [
      { linear: 64 * 64, plain: 64 * 32 + 64 },
      { linear: 256 * 64, plain: 64 * 33 },
    ],
    stored: null,
    isExact: false,
    largest: 256 * 64,
    loraBytes: 7,
  });
});

test.each([
  ['Q8_0', 'int8', true],
  ['Q5_0', 'int8', true],
  ['Q4_0', 'int4', true],
  ['Q4_K', 'int8', false],
  ['NF4', 'int8', false],
  ['BF16', null, false],
  ['F8_E4M3', null, false],
] as const)('a file of %s holds %s, exact: %s', (type, stored, isExact) => {
  expect(measure(type)).toMatchObject({ stored, isExact });
});
