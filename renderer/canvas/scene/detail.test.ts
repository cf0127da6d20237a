import { expect, test } from 'vitest';
import { areaFor, detailFor, linksIn, nodesIn, viewOf } from './detail.ts';
import { link, node, sceneWith } from './scene.fixture.ts';

const SIZE = [1000, 800] as const;

test('the view is what the window shows of the graph', () => {
  expect(viewOf({ x: 100, y: -200, zoom: 0.5 }, SIZE)).toEqual({
    x: -200,
    y: 400,
    width: 2000,
    height: 1600,
  });
});

test('the area stays while the view is inside it, and follows when it leaves', () => {
  const first = areaFor(null, { x: 0, y: 0, zoom: 1 }, SIZE);
  expect(first.region).toEqual({ x: -500, y: -400, width: 2000, height: 1600 });
  expect(areaFor(first, { x: 400, y: 100, zoom: 1 }, SIZE)).toBe(first);
  const next = areaFor(first, { x: 600, y: 100, zoom: 1 }, SIZE);
  expect(next.region).toMatchObject({ x: -1100, y: -500 });
});

test('another zoom is another area', () => {
  const first = areaFor(null, { x: 0, y: 0, zoom: 1 }, SIZE);
  expect(areaFor(first, { x: 0, y: 0, zoom: 0.9 }, SIZE)).toBe(first);
  expect(areaFor(first, { x: 0, y: 0, zoom: 2 }, SIZE).zoom).toBe(2);
});

test.each([
  [1, 5000, 'full'],
  [0.4, 10, 'full'],
  [0.39, 10, 'block'],
  [0.2, 81, 'painted'],
  [0.14, 1, 'painted'],
])('at zoom %d with %d nodes things are drawn as %s', (zoom, nodes, detail) => {
  expect(detailFor(zoom, nodes)).toBe(detail);
});

test('only what lies in a region is drawn, with links that cross it', () => {
  const scene = sceneWith(
    [node('a', 0, 0), node('b', 5000, 0), node('c', 9000, 0)],
    [link('1', 'a', 'b'), link('2', 'b', 'c')],
  );
  const region = { x: -100, y: -100, width: 800, height: 800 };
  expect(nodesIn(scene, region)).toEqual(['a']);
  expect(linksIn(scene, region).map(({ id }) => id)).toEqual(['1']);
});
