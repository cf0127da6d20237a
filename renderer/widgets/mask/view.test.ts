import { expect, test } from 'vitest';
import { fitted, toPicture, zoomed } from './view.ts';

test('the picture fits into its box, in the middle', () => {
  expect(fitted({ width: 200, height: 100 }, { width: 400, height: 400 })).toEqual({
    zoom: 2,
    x: 0,
    y: 100,
  });
});

test('zooming keeps what is under the pointer', () => {
  const view = { zoom: 2, x: 10, y: 20 };
  const at = { x: 90, y: 50 };
  const before = toPicture(view, at);
  expect(toPicture(zoomed(view, 3, at), at)).toEqual(before);
  expect(zoomed(view, 1e9, at).zoom).toBe(64);
});
