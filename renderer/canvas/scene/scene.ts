/** The open graph as it is drawn: its nodes with the boundary nodes of a subgraph, and where everything is. */
import {
  nodeLayout,
  ROW_HEIGHT,
  HEADER_HEIGHT,
  type NodeLayout,
} from '../../../nodes/graph/document/node-size.ts';
import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type ExposedSlot,
  type Graph,
  type GraphNode,
  type NodeId,
  type Point,
  type Subgraph,
} from '../../../nodes/graph/document/types.ts';
import type { NodeClass, NodeClasses } from '../../../nodes/graph/node-class.ts';
import type { Rect } from './rect.ts';

export interface Scene {
  readonly graph: Graph;
  /** Null at the root. */
  readonly subgraph: Subgraph | null;
  readonly classes: NodeClasses;
  readonly nodes: { readonly [id: NodeId]: GraphNode };
  /** The topmost last. */
  readonly order: readonly NodeId[];
}

const BOUNDARY_WIDTH = 150;
const layouts = new WeakMap<GraphNode, { nodeClass: NodeClass | undefined; layout: NodeLayout }>();
const boundaries = new WeakMap<Subgraph, { readonly [id: NodeId]: GraphNode }>();

export function sceneOf(graph: Graph, subgraph: Subgraph | null, classes: NodeClasses): Scene {
  if (!subgraph) return { graph, subgraph, classes, nodes: graph.nodes, order: graph.order };
  let ends = boundaries.get(subgraph);
  if (!ends) {
    ends = boundaryNodes(subgraph);
    boundaries.set(subgraph, ends);
  }
  return {
    graph,
    subgraph,
    classes,
    nodes: { ...graph.nodes, ...ends },
    order: [SUBGRAPH_INPUT, SUBGRAPH_OUTPUT, ...graph.order],
  };
}

export function isBoundary(id: NodeId): boolean {
  return id === SUBGRAPH_INPUT || id === SUBGRAPH_OUTPUT;
}

export function classIn({ classes }: Scene, type: string): NodeClass | undefined {
  return Object.hasOwn(classes, type) ? classes[type] : undefined;
}

export function layoutIn(scene: Scene, node: GraphNode): NodeLayout {
  const nodeClass = classIn(scene, node.type);
  const known = layouts.get(node);
  if (known && known.nodeClass === nodeClass) return known.layout;
  const layout = nodeLayout(node, nodeClass);
  layouts.set(node, { nodeClass, layout });
  return layout;
}

/** A node elsewhere has the layout that it had. */
export function movedTo(node: GraphNode, position: Point): GraphNode {
  const moved = { ...node, position };
  const layout = layouts.get(node);
  if (layout) layouts.set(moved, layout);
  return moved;
}

export function rectIn(scene: Scene, node: GraphNode): Rect {
  const { width, height } = layoutIn(scene, node);
  const [x, y] = node.position;
  return { x, y, width, height };
}

/** Undefined for a socket that is not there. */
export function inputPoint(scene: Scene, id: NodeId, input: string): Point | undefined {
  const node = scene.nodes[id];
  const socket = node && layoutIn(scene, node).inputs.find(({ name }) => name === input);
  return socket && [node.position[0], node.position[1] + socket.y];
}

/** Undefined for a socket that is not there. */
export function outputPoint(scene: Scene, id: NodeId, slot: number): Point | undefined {
  const node = scene.nodes[id];
  if (!node) return undefined;
  const { width, outputs } = layoutIn(scene, node);
  const socket = outputs[slot];
  return socket && [node.position[0] + width, node.position[1] + socket.y];
}

function boundaryNodes(subgraph: Subgraph): { readonly [id: NodeId]: GraphNode } {
  const { inputs, outputs, inputPosition, outputPosition } = subgraph;
  return {
    [SUBGRAPH_INPUT]: boundaryNode(SUBGRAPH_INPUT, inputPosition, [], inputs),
    [SUBGRAPH_OUTPUT]: boundaryNode(SUBGRAPH_OUTPUT, outputPosition, outputs, []),
  };
}

/** Sockets of inputs are called by their number, as links into a subgraph's outputs name them. */
function boundaryNode(
  id: NodeId,
  position: Point,
  inputs: readonly ExposedSlot[],
  outputs: readonly ExposedSlot[],
): GraphNode {
  const rows = Math.max(inputs.length, outputs.length) + 1;
  return {
    id,
    type: id,
    title: null,
    position,
    size: [BOUNDARY_WIDTH, HEADER_HEIGHT + rows * ROW_HEIGHT + 6],
    mode: 'always',
    isCollapsed: false,
    isPinned: false,
    color: null,
    inputs: inputs.map(({ type }, i) => ({ name: String(i), type, isWidget: false, rest: {} })),
    outputs: outputs.map(({ name, type }) => ({ name, type, rest: {} })),
    values: {},
    controls: {},
    savedWidgets: null,
    properties: {},
    rest: {},
  };
}
