import { expect, test } from 'vitest';
import { alignTo, snapToGrid } from './snap.ts';

const rect = { x: 3, y: 4, width: 100, height: 50 };

test('a corner comes to lie on the grid', () => {
  expect(snapToGrid(rect, [9, 20])).toEqual([7, 16]);
});

test('an edge near another is pulled to it, with a line along both', () => {
  const other = { x: 200, y: 300, width: 80, height: 80 };
  const { delta, guides } = alignTo(rect, [200, 0], [other], 5);
  expect(delta).toEqual([197, 0]);
  expect(guides).toEqual([{ axis: 'x', at: 200, from: 4, to: 380 }]);
});

test('what is far away pulls nothing', () => {
  const other = { x: 220, y: 300, width: 80, height: 80 };
  expect(alignTo(rect, [100, 7], [other], 5)).toEqual({ delta: [100, 7], guides: [] });
});

test('middles are aligned too', () => {
  const other = { x: 500, y: 104, width: 300, height: 10 };
  expect(alignTo(rect, [0, 82], [other], 5).delta).toEqual([0, 80]);
});
