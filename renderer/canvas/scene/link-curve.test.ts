import { expect, test } from 'vitest';
import { curveOf, curveThrough, distanceTo, linkAt } from './link-curve.ts';
import { link, node, sceneWith } from './scene.fixture.ts';
import { movedTo, sceneOf } from './scene.ts';

const scene = sceneWith(
  [node('a', 0, 0), node('b', 400, 0), node('c', 400, 300)],
  [link('1', 'a', 'b'), link('2', 'a', 'c')],
);
const links = Object.values(scene.graph.links);

test('a link runs from socket to socket', () => {
  expect(curveOf(scene, links[0]!)?.path).toMatch(/^M200 38C.* 400 38$/);
});

test('a link without an end is not drawn', () => {
  expect(curveOf(scene, link('3', 'a', 'gone'))).toBeNull();
});

test('the distance to a curve is told with the segment', () => {
  const curve = curveThrough([
    [0, 0],
    [100, 0],
    [200, 0],
  ]);
  expect(distanceTo(curve, [50, 7]).distance).toBeCloseTo(7, 1);
  expect(distanceTo(curve, [150, 0])).toMatchObject({ segment: 1 });
});

test('the nearest link within reach is found, and none beyond', () => {
  expect(linkAt(scene, links, [300, 41], 6)?.link.id).toBe('1');
  expect(linkAt(scene, links, [390, 336], 6)?.link.id).toBe('2');
  expect(linkAt(scene, links, [300, 90], 6)).toBeNull();
});

test('a curve is computed anew only when an end moves', () => {
  const [first] = links;
  const before = curveOf(scene, first!);
  expect(curveOf(scene, first!)).toBe(before);
  const b = movedTo(scene.graph.nodes['b']!, [500, 0]);
  const moved = { ...scene.graph, nodes: { ...scene.graph.nodes, b } };
  expect(curveOf(sceneOf(moved, null, {}), first!)?.box).toMatchObject({ x: 200, width: 300 });
});

test('links run through their reroutes in order', () => {
  const reroutes = {
    r: { id: 'r', position: [250, 200] as const, parent: null, rest: {} },
    s: { id: 's', position: [350, 200] as const, parent: 'r', rest: {} },
  };
  const through = link('1', 'a', 'b', 's');
  const graph = { ...scene.graph, links: { '1': through }, reroutes };
  const curve = curveOf(sceneOf(graph, null, {}), through);
  expect(curve?.segments.map((segment) => segment[3])).toEqual([
    [250, 200],
    [350, 200],
    [400, 38],
  ]);
});
