import { expect, test } from 'vitest';
import { tensor } from '../../tensor.ts';
import { keyTemperatures } from './key-temperatures.ts';

const of = (shape: readonly number[], ...values: number[]) =>
  keyTemperatures(tensor(Float32Array.from(values), shape), 2, 2, 3);

test('a temperature a block warms all text keys of the block and no image key', () => {
  const { data, shape } = of([2, 1, 1, 1], 2, 3);
  expect(shape).toEqual([2, 1, 5, 1]);
  expect([...data]).toEqual([1, 1, 2, 2, 2, 1, 1, 3, 3, 3]);
});

test('temperatures by token stand at their tokens, for each item of the batch', () => {
  const { data, shape } = of([2, 2, 3, 1], 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
  expect(shape).toEqual([2, 2, 5, 1]);
  expect([...data.subarray(0, 10)]).toEqual([1, 1, 2, 3, 4, 1, 1, 5, 6, 7]);
});

test('without a temperature all keys stay as they are', () => {
  expect([...keyTemperatures(null, 1, 2, 1).data]).toEqual([1, 1, 1]);
});
