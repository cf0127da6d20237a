import { expect, test } from 'vitest';
import { pairsWithin, partsOfRows } from './rows-together.ts';

const pair = (positive: number, negative: number) => ({ positive, negative });

test('rows go in order, as many a part as may', () => {
  expect(partsOfRows(5, [], 2)).toEqual([[0, 1], [2, 3], [4]]);
});

test('rows that guide each other stay together, even where one is the most', () => {
  const guided = [pair(0, 2), pair(1, 3)];
  expect(partsOfRows(5, guided, 1)).toEqual([[0, 2], [1, 3], [4]]);
  expect(partsOfRows(5, guided, 4)).toEqual([[0, 2, 1, 3], [4]]);
  expect(pairsWithin(guided, [1, 3])).toEqual([pair(0, 1)]);
  expect(pairsWithin(guided, [4])).toEqual([]);
});

test('a negative that two positives share brings both', () => {
  expect(partsOfRows(3, [pair(0, 2), pair(1, 2)], 1)).toEqual([[1, 0, 2]]);
});
