import { expect, it } from 'vitest';
import { difference } from './difference.ts';

const bytes = (...values: number[]) => Uint8ClampedArray.from(values);

it('equal pictures differ by nothing', () => {
  const a = bytes(1, 2, 3, 255, 4, 5, 6, 255);
  const { pixels, max, mean } = difference(a, a, 8);
  expect([...pixels]).toEqual([0, 0, 0, 255, 0, 0, 0, 255]);
  expect([max, mean]).toEqual([0, 0]);
});

it('amplifies each channel and tells the largest and the mean distance', () => {
  const { pixels, max, mean } = difference(bytes(10, 0, 0, 255), bytes(0, 2, 100, 0), 4);
  expect([...pixels]).toEqual([40, 8, 255, 255]);
  expect(max).toBe(100);
  expect(mean).toBeCloseTo(112 / 3, 9);
});

it('knows no difference of nothing', () => {
  expect(difference(bytes(), bytes(), 1)).toMatchObject({ max: 0, mean: 0 });
});
