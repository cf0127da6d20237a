import { expect, test } from 'vitest';
import { tensor, type Tensor } from '../tensor.ts';
import { latentFromBatch, repeatLatent } from './batch.ts';

/** One cell per item, counted from 0. */
const items = (n: number): Tensor =>
  tensor(
    Float32Array.from({ length: n }, (_, i) => i),
    [n, 1, 1, 1],
  );
const masks = (n: number): Tensor =>
  tensor(
    Float32Array.from({ length: n }, (_, i) => 10 + i),
    [n, 1, 1],
  );

test('repeats the whole batch', () => {
  const { samples, batchIndex } = repeatLatent({ samples: items(2) }, 2);
  expect([...samples.data]).toEqual([0, 1, 0, 1]);
  expect(batchIndex).toBeUndefined();
});

test('copies go on counting their places, so that their noise differs', () => {
  const { batchIndex } = repeatLatent({ samples: items(2), batchIndex: [3, 5] }, 3);
  expect(batchIndex).toEqual([3, 5, 6, 8, 9, 11]);
});

test('a mask for all stays one; masks per item are repeated with them', () => {
  expect(repeatLatent({ samples: items(2), noiseMask: masks(1) }, 2).noiseMask?.shape).toEqual([
    1, 1, 1,
  ]);
  const { noiseMask } = repeatLatent({ samples: items(3), noiseMask: masks(2) }, 2);
  expect([...(noiseMask?.data ?? [])]).toEqual([10, 11, 10, 10, 11, 10]);
});

test.each([
  [1, 2, [1, 2]],
  [0, 64, [0, 1, 2, 3]],
  [9, 1, [3]],
  [-1, 1, [3]],
  [-3, 2, [1, 2]],
  [-99, 1, [0]],
])('from %i, %i items', (from, length, expected) => {
  const { samples, batchIndex } = latentFromBatch({ samples: items(4) }, from, length);
  expect([...samples.data]).toEqual(expected);
  expect(batchIndex).toEqual(expected);
});

test('picked items keep the places and masks they had', () => {
  const picked = latentFromBatch(
    { samples: items(3), batchIndex: [7, 8, 9], noiseMask: masks(3) },
    1,
    2,
  );
  expect(picked.batchIndex).toEqual([8, 9]);
  expect([...(picked.noiseMask?.data ?? [])]).toEqual([11, 12]);
});
