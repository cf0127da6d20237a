import { expect, test } from 'vitest';
import { step } from './use-mounted.ts';

test('a few come and a few go at a time, the nearest first', () => {
  const next = step(new Set(['x', 'y', 'z']), ['a', 'b', 'c'], [], 2);
  expect([...next].sort()).toEqual(['a', 'b', 'z']);
});

test('what is kept comes first and stays', () => {
  expect(step(new Set(['k']), [], ['k'], 2)).toEqual(new Set(['k']));
  expect(step(new Set(), ['a'], ['k'], 1)).toEqual(new Set(['k']));
});

test('when all is there it is the same set', () => {
  const mounted = new Set(['a']);
  expect(step(mounted, ['a'], [], 2)).toBe(mounted);
});
