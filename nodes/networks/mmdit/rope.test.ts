import { expect, test } from 'vitest';
import { imagePositions, ropeTables } from './rope.ts';

test('every axis turns its own pairs, the first by the coordinate itself', () => {
  const { cos, sin } = ropeTables([[0, 2, 3]], [2, 4, 4]);
  expect(cos.shape).toEqual([1, 5]);
  const angles = [0, 2, 2 / 100, 3, 3 / 100];
  expect([...cos.data]).toEqual(angles.map((angle) => Math.fround(Math.cos(angle))));
  expect([...sin.data]).toEqual(angles.map((angle) => Math.fround(Math.sin(angle))));
});

test('image tokens go row by row', () => {
  expect(imagePositions(2, 3)).toEqual([
    [0, 0, 0],
    [0, 0, 1],
    [0, 0, 2],
    [0, 1, 0],
    [0, 1, 1],
    [0, 1, 2],
  ]);
});
