import { expect, test } from 'vitest';
import { roundHalfToEven } from './round.ts';

test('halves round to even, as in Python', () => {
  expect([0.5, 1.5, 2.5, -1.5, 2.4, 2.6].map(roundHalfToEven)).toEqual([0, 2, 2, -2, 2, 3]);
});
