import elkBundle from 'elkjs/lib/elk.bundled.js';
import { produce } from 'immer';
import { expect, test } from 'vitest';
import { connect } from '../../nodes/graph/document/connect.ts';
import { addNode } from '../../nodes/graph/document/edits.ts';
import { rectOfNode } from '../../nodes/graph/document/geometry.ts';
import { addGroup, contentOf } from '../../nodes/graph/document/groups.ts';
import { stubClasses } from '../../nodes/graph/document/random-workflow.fixture.ts';
import { addReroute } from '../../nodes/graph/document/reroutes.ts';
import { EMPTY_GRAPH, type Graph } from '../../nodes/graph/document/types.ts';
import { elkGraphOf, placesOf } from './tidy-graph.ts';

/** Source -> reroute -> two filters -> two results, all in one heap; the filters in a group. */
const heap = produce(EMPTY_GRAPH, (graph) => {
  const types = ['StubImage', 'StubFilter', 'StubFilter', 'StubShow', 'StubShow'];
  for (const [i, type] of types.entries()) {
    const nodeClass = stubClasses[type];
    if (nodeClass) addNode(graph, nodeClass, [i * 3, 10 - i]);
  }
  const first = connect(graph, { node: '1', slot: 0 }, { node: '2', input: 'image' });
  const reroute = addReroute(graph, first ?? '', [0, 0]);
  connect(graph, { node: '1', slot: 0 }, { node: '3', input: 'image' }, reroute);
  connect(graph, { node: '2', slot: 0 }, { node: '4', input: 'image' });
  connect(graph, { node: '3', slot: 0 }, { node: '5', input: 'image' });
  for (const id of ['2', '3']) {
    const node = graph.nodes[id];
    if (node) node.position = [1000, 1000 + 200 * Number(id)];
  }
  addGroup(graph, stubClasses, { nodes: ['2', '3'], groups: [], reroutes: [] }, 'Filters');
});

async function laidOut(graph: Graph, chosen: readonly string[]) {
  const input = elkGraphOf(graph, stubClasses, new Set(chosen));
  const places = placesOf(await new elkBundle.default().layout(input), [100, 200]);
  return {
    places,
    graph: produce(graph, (draft) => {
      for (const [id, place] of places.nodes) {
        const node = draft.nodes[id];
        if (node) node.position = [...place];
      }
      for (const [id, { position, size }] of places.groups) {
        const group = draft.groups[id];
        if (group) [group.position, group.size] = [[...position], [...size]];
      }
    }),
  };
}

test('nothing overlaps, and links run from left to right', async () => {
  const { graph } = await laidOut(heap, heap.order);
  const rects = Object.values(graph.nodes).map((node) => rectOfNode(node, stubClasses));
  for (const [i, a] of rects.entries()) {
    for (const b of rects.slice(i + 1)) {
      const isApart =
        a.x + a.width <= b.x ||
        b.x + b.width <= a.x ||
        a.y + a.height <= b.y ||
        b.y + b.height <= a.y;
      expect(isApart).toBe(true);
    }
  }
  for (const { from, to } of Object.values(graph.links)) {
    const [origin, target] = [graph.nodes[from.node], graph.nodes[to.node]];
    expect(origin?.position[0]).toBeLessThan(target?.position[0] ?? 0);
  }
  expect(Math.min(...rects.map(({ x }) => x))).toBeGreaterThanOrEqual(100);
});

test('groups stay around what they held, and the reroute lies between its ends', async () => {
  const { graph, places } = await laidOut(heap, heap.order);
  expect(contentOf(graph, stubClasses, '1').nodes.toSorted()).toEqual(['2', '3']);
  const [x = 0] = places.reroutes.get('1') ?? [];
  expect(x).toBeGreaterThan(graph.nodes['1']?.position[0] ?? 0);
  expect(x).toBeLessThan(graph.nodes['2']?.position[0] ?? 0);
});

test('only the chosen nodes get places', async () => {
  const { places } = await laidOut(heap, ['1', '2']);
  expect([...places.nodes.keys()].toSorted()).toEqual(['1', '2']);
  expect(places.groups.size).toBe(0);
});
