import { expect, test } from 'vitest';
import { sizesIn } from './panel-sizes.ts';

test('panels grow with the window', () => {
  expect([1024, 1279, 1280, 2200, 2201].map((width) => sizesIn(width).rightWidth)).toEqual([
    280, 280, 332, 332, 480,
  ]);
  expect(sizesIn(2560).drawerHeight).toBeGreaterThan(sizesIn(1440).drawerHeight);
});
