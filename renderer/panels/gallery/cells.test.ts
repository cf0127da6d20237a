import { expect, it } from 'vitest';
import { gridLanes, placeAfterKey, stripLanes } from './cells.ts';

it('a strip is as high as its place', () => {
  expect(stripLanes(124, 14)).toEqual({ count: 1, edge: 110 });
  expect(stripLanes(20, 14).edge).toBe(48);
});

it.each([
  [184, 1],
  [260, 2],
  [360, 3],
])('a panel %i wide has %i columns that fill it', (width, count) => {
  const lanes = gridLanes(width, 24, 100);
  expect(lanes.count).toBe(count);
  const used = lanes.edge * count + 8 * (count - 1);
  expect(used).toBeLessThanOrEqual(width - 24);
  expect(used).toBeGreaterThan(width - 24 - count);
});

it.each([
  ['ArrowRight', 3, 4],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 3, 6],
  ['ArrowDown', 8, 9],
  ['PageDown', 1, 7],
  ['Home', 5, 0],
  ['End', 5, 9],
  ['ArrowRight', -1, 0],
  ['Enter', 3, null],
])('%s leads from %i to %s in a grid', (key, from, to) => {
  expect(placeAfterKey(key, from, { total: 10, lanes: 3, isStrip: false, page: 6 })).toBe(to);
});

it('a strip knows no up and down', () => {
  expect(placeAfterKey('ArrowDown', 3, { total: 9, lanes: 1, isStrip: true, page: 3 })).toBeNull();
});
