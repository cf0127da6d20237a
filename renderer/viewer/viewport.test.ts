import { expect, it } from 'vitest';
import { actualSize, cornerOf, fit, panBy, percentOf, zoomAt } from './viewport.ts';

const picture = { width: 200, height: 100 };
const frame = { width: 1000, height: 800 };
const view = { scale: 2, center: { x: 100, y: 50 } };

/** The picture's pixel under a place of the frame. */
const under = (seen: typeof view, at: { x: number; y: number }) => ({
  x: seen.center.x + at.x / seen.scale,
  y: seen.center.y + at.y / seen.scale,
});

it('shrinks a large picture until all of it shows', () => {
  expect(fit({ width: 4000, height: 1000 }, frame, 1).scale).toBe(0.25);
  expect(fit({ width: 1000, height: 4000 }, frame, 1).scale).toBe(0.2);
});

it('grows a small picture by whole pixels of the screen', () => {
  expect(fit(picture, { width: 990, height: 990 }, 1).scale).toBe(4);
  expect(fit(picture, { width: 990, height: 990 }, 2).scale).toBe(4.5);
  expect(fit({ width: 1, height: 1 }, frame, 1).scale).toBe(64);
});

it('100% is one pixel of the screen', () => {
  expect(actualSize(view, 2).scale).toBe(0.5);
  expect(percentOf(actualSize(view, 1.5), 1.5)).toBe(100);
});

it('keeps what is under the pointer there', () => {
  const pointer = { x: 60, y: -30 };
  const before = under(view, pointer);
  for (const factor of [0.9, 1.5, 4]) {
    const after = under(zoomAt(view, factor, pointer, picture, 1), pointer);
    expect(after.x).toBeCloseTo(before.x, 9);
    expect(after.y).toBeCloseTo(before.y, 9);
  }
});

it('ends at pixels as large as 64, and at a picture as small as 32', () => {
  const middle = { x: 0, y: 0 };
  expect(zoomAt(view, 1e6, middle, picture, 1).scale).toBe(64);
  expect(zoomAt(view, 1e-6, middle, picture, 1).scale * picture.width).toBe(32);
});

it('moves with the pointer, and never out of sight', () => {
  const right = panBy(view, { x: 20, y: 0 }, picture);
  expect(cornerOf(right, frame).x - cornerOf(view, frame).x).toBe(20);
  expect(panBy(view, { x: 1e6, y: -1e6 }, picture).center).toEqual({ x: 0, y: 100 });
});
