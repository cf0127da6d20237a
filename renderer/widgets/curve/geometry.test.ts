import { expect, test } from 'vitest';
import { activeRuns, placeAt, scaleOf, stairs, xAt, yAt } from './geometry.ts';

const box = { left: 10, top: 5, width: 100, height: 40 };

test('stairs go level by level', () => {
  expect(stairs([1.2, 1, 1, 1], box, scaleOf(1.2, 1))).toBe('M10 5H35L35 45H60L60 45H85L85 45H110');
  expect(stairs([], box, scaleOf(1, 1))).toBe('');
});

test('places and pixels are each other’s inverse', () => {
  for (const place of [0, 1, 7.5, 20]) {
    expect(placeAt(box, xAt(box, place, 20), 20)).toBeCloseTo(place, 9);
  }
  expect(placeAt(box, -50, 20)).toBe(0);
  expect(placeAt(box, 900, 20)).toBe(20);
});

test('a temperature below 1 hangs below the rest, one of 1 has a scale all the same', () => {
  expect(yAt(box, scaleOf(0.8, 1), 1)).toBe(5);
  expect(yAt(box, scaleOf(1.2, 1), 1)).toBe(45);
  expect(yAt(box, scaleOf(1, 1), 1)).toBe(45);
});

test('runs of steps that are on', () => {
  expect(activeRuns([1.2, 1.1, 1, 1.3, 1], 1)).toEqual([
    [0, 2],
    [3, 4],
  ]);
});
