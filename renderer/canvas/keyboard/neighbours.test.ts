import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWorkflow } from '../../../nodes/graph/document/read-workflow.ts';
import type { Graph, GraphNode } from '../../../nodes/graph/document/types.ts';
import { parseJson, type JsonObject } from '../../../nodes/graph/json.ts';
import { readNodeClasses } from '../../../nodes/graph/node-class.ts';
import { objectInfo } from '../../../nodes/graph/object-info.ts';
import { registry } from '../../../nodes/index.ts';
import { connectable, endsOf } from './connectable.ts';
import { linkedNode, nearestNode } from './neighbours.ts';

const classes = readNodeClasses(
  objectInfo(registry, { models: () => [], inputImages: () => [], inputLatents: () => [] }),
);
const file = join(import.meta.dirname, '../../../workflows/first-picture.json');
const graph = readWorkflow(parseJson(readFileSync(file, 'utf8')) as JsonObject, classes).root;
const idOf = (type: string) =>
  Object.values(graph.nodes).find((node) => node.type === type)?.id ?? '';
const typeOf = (id: string | null) => graph.nodes[id ?? '']?.type;

/** Nodes of one size at places of a grid. */
function grid(places: Record<string, [number, number]>): Graph {
  const model = graph.nodes[idOf('KSampler')] as GraphNode;
  const nodes = Object.entries(places).map(([id, [x, y]]): [string, GraphNode] => [
    id,
    { ...model, id, position: [x * 100, y * 100], size: [50, 50] },
  ]);
  return { ...graph, nodes: Object.fromEntries(nodes), order: Object.keys(places), links: {} };
}

test('arrows go to the nearest node in their direction, and stay where there is none', () => {
  const places = grid({ a: [0, 0], b: [2, 0], c: [1, 1], d: [0, 2], e: [-1, 0] });
  expect(nearestNode(places, 'a', 'right')).toBe('b');
  expect(nearestNode(places, 'a', 'down')).toBe('d');
  expect(nearestNode(places, 'a', 'left')).toBe('e');
  expect(nearestNode(places, 'a', 'up')).toBeNull();
  expect(nearestNode(places, 'gone', 'up')).toBe('a');
});

test('along links: to what feeds the first input, and to what the first output feeds', () => {
  expect(typeOf(linkedNode(graph, idOf('VAEDecode'), 'left'))).toBe('KSampler');
  expect(typeOf(linkedNode(graph, idOf('VAEDecode'), 'right'))).toBe('SaveImage');
  expect(linkedNode(graph, idOf('SaveImage'), 'right')).toBeNull();
});

test('a socket is offered what fits it, the nearest first and nothing that would make a circle', () => {
  const latent = { side: 'output', node: idOf('EmptySD3LatentImage'), slot: 0 } as const;
  const found = connectable(graph, classes, latent);
  expect(found.map(({ node, name }) => `${node.type}.${name}`)).toEqual([
    'KSampler.latent_image',
    'VAEDecode.samples',
  ]);
  const sampled = connectable(graph, classes, { side: 'output', node: idOf('KSampler'), slot: 0 });
  expect(sampled.map(({ node }) => node.type)).toEqual(['VAEDecode']);
  const back = connectable(graph, classes, {
    side: 'input',
    node: idOf('KSampler'),
    input: 'latent_image',
  });
  expect(back.map(({ node }) => node.type)).toEqual(['EmptySD3LatentImage']);
});

test('two sockets of one side make no link', () => {
  const output = { side: 'output', node: '1', slot: 0 } as const;
  const input = { side: 'input', node: '2', input: 'x' } as const;
  expect(endsOf(output, output)).toBeNull();
  expect(endsOf(input, output)).toEqual({
    from: { node: '1', slot: 0 },
    to: { node: '2', input: 'x' },
  });
});
