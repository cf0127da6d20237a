/** Small scenes for tests: nodes with one IMAGE input and one IMAGE output. */
import {
  EMPTY_GRAPH,
  type Graph,
  type GraphNode,
  type Link,
} from '../../../nodes/graph/document/types.ts';

import { sceneOf, type Scene } from './scene.ts';

export function node(id: string, x: number, y: number): GraphNode {
  return {
    id,
    type: 'Unknown',
    title: id,
    position: [x, y],
    size: [200, 100],
    mode: 'always',
    isCollapsed: false,
    isPinned: false,
    color: null,
    inputs: [{ name: 'in', type: 'IMAGE', isWidget: false, rest: {} }],
    outputs: [{ name: 'out', type: 'IMAGE', rest: {} }],
    values: {},
    controls: {},
    savedWidgets: null,
    properties: {},
    rest: {},
  };
}

export function link(id: string, from: string, to: string, via: string | null = null): Link {
  const [start, end] = [
    { node: from, slot: 0 },
    { node: to, input: 'in' },
  ];
  return { id, from: start, to: end, type: 'IMAGE', via, rest: {} };
}

export function sceneWith(nodes: readonly GraphNode[], links: readonly Link[] = []): Scene {
  const graph: Graph = {
    ...EMPTY_GRAPH,
    nodes: Object.fromEntries(nodes.map((one) => [one.id, one])),
    order: nodes.map(({ id }) => id),
    links: Object.fromEntries(links.map((one) => [one.id, one])),
  };
  return sceneOf(graph, null, {});
}
