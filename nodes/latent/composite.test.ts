import { expect, test } from 'vitest';
import { tensor, zeros, type Tensor } from '../tensor.ts';
import { composite } from './composite.ts';

const ones = (shape: number[]): Tensor => ({ ...zeros(shape), data: zeros(shape).data.fill(1) });
const rows = ({ data, shape }: Tensor) => {
  const width = shape.at(-1) ?? 1;
  return Array.from({ length: data.length / width }, (_, y) => [
    ...data.subarray(y * width, (y + 1) * width),
  ]);
};

test('pastes at the place and cuts off what sticks out', () => {
  expect(rows(composite(zeros([1, 1, 3, 4]), ones([1, 1, 2, 2]), 2, 3, 0))).toEqual([
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 1],
  ]);
  expect(composite(zeros([1, 1, 3, 4]), ones([1, 1, 2, 2]), 9, 0, 2)).toEqual(zeros([1, 1, 3, 4]));
});

test('fades in only from edges that have something beside them', () => {
  expect(rows(composite(zeros([1, 1, 1, 6]), ones([1, 1, 1, 4]), 0, 2, 2))).toEqual([
    [0, 0, 0.5, 1, 1, 1],
  ]);
  expect(rows(composite(zeros([1, 1, 1, 6]), ones([1, 1, 1, 4]), 0, 0, 2))).toEqual([
    [1, 1, 1, 0.5, 0, 0],
  ]);
});

test('one latent goes on every item of a batch and every channel', () => {
  const over = tensor(Float32Array.of(1, 2), [1, 2, 1, 1]);
  expect([...composite(zeros([2, 2, 1, 1]), over, 0, 0, 0).data]).toEqual([1, 2, 1, 2]);
});

test('refuses other channels', () => {
  expect(() => composite(zeros([1, 16, 2, 2]), zeros([1, 4, 2, 2]), 0, 0, 0)).toThrow(
    'channels differ',
  );
});
