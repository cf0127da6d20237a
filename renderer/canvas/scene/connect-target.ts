/** What a link that is being drawn would be plugged into. */
import { linkInto } from '../../../nodes/graph/document/connect.ts';
import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type Graph,
  type GraphNode,
  type NodeId,
  type Point,
} from '../../../nodes/graph/document/types.ts';
import { typesFit } from '../../../nodes/graph/socket-types.ts';
import type { Connecting, Target } from '../live.ts';
import { grow, holdsPoint } from './rect.ts';
import { layoutIn, rectIn, type Scene } from './scene.ts';

/** Half of a socket's hit area, px. */
const REACH: Point = [14, 10];

/** The row of a boundary node that makes a slot. */
const NEW: Record<'input' | 'output', Target> = {
  input: { side: 'input', end: { node: SUBGRAPH_OUTPUT, input: 'new' } },
  output: { side: 'output', end: { node: SUBGRAPH_INPUT, slot: -1 } },
};

export function isNewSlot(target: Target): boolean {
  return target === NEW.input || target === NEW.output;
}

/** A socket near the point, the widget under it, or what fits best on the node's body; null on the empty canvas. */
export function targetAt(scene: Scene, point: Point, connecting: Connecting): Target | null {
  for (let i = scene.order.length - 1; i >= 0; i--) {
    const node = scene.nodes[scene.order[i] ?? ''];
    if (!node || !holdsPoint(grow(rectIn(scene, node), REACH[0], 0), point)) continue;
    const target =
      connecting.fixed === 'from'
        ? inputFor(scene, node, point, connecting)
        : outputFor(scene, node, point, connecting);
    if (target) return target;
  }
  return null;
}

/** Nodes that give to these nodes, or take from them, however far. */
export function reached(graph: Graph, from: Iterable<NodeId>, way: 'back' | 'on'): Set<NodeId> {
  const next = new Map<NodeId, NodeId[]>();
  for (const link of Object.values(graph.links)) {
    const [here, there] = way === 'on' ? [link.from, link.to] : [link.to, link.from];
    const list = next.get(here.node);
    if (list) list.push(there.node);
    else next.set(here.node, [there.node]);
  }
  const seen = new Set<NodeId>();
  const left = [...from];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    left.push(...(next.get(at) ?? []));
  }
  return seen;
}

/** Whether a socket could take what is being drawn. */
export function takes({ type, fixed, blocked }: Connecting, node: NodeId, socket: string): boolean {
  return !blocked.has(node) && (fixed === 'from' ? typesFit(type, socket) : typesFit(socket, type));
}

function inputFor(
  scene: Scene,
  node: GraphNode,
  point: Point,
  connecting: Connecting,
): Target | null {
  const [x, y] = [point[0] - node.position[0], point[1] - node.position[1]];
  const { inputs, widgets, height } = layoutIn(scene, node);
  const side = (input: string): Target => ({ side: 'input', end: { node: node.id, input } });
  if (Math.abs(x) <= REACH[0] && !node.isCollapsed) {
    const socket = inputs.find((input) => Math.abs(input.y - y) <= REACH[1]);
    if (socket) return side(socket.name);
  }
  if (y < 0 || y > height) return null;
  if (node.id === SUBGRAPH_OUTPUT) return NEW.input;
  const widget = widgets.find((row) => y >= row.y && y <= row.y + row.height);
  if (widget) return side(widget.name);
  const best = bestInput(scene, node, connecting);
  return best === null ? null : side(best);
}

/** A free socket of just the type comes first, a used one before a widget; the first input when nothing fits. */
function bestInput({ graph }: Scene, node: GraphNode, connecting: Connecting): string | null {
  const fitting = node.inputs.filter(({ type }) => takes(connecting, node.id, type));
  const rank = ({ name, type, isWidget }: GraphNode['inputs'][number]) =>
    Number(isWidget) * 4 +
    Number(linkInto(graph, { node: node.id, input: name }) !== undefined) * 2 +
    Number(type !== connecting.type);
  const [best] = [...fitting].sort((a, b) => rank(a) - rank(b));
  const sockets = node.inputs.filter(({ isWidget }) => !isWidget);
  return best?.name ?? sockets[0]?.name ?? null;
}

function outputFor(
  scene: Scene,
  node: GraphNode,
  point: Point,
  connecting: Connecting,
): Target | null {
  const [x, y] = [point[0] - node.position[0], point[1] - node.position[1]];
  const { outputs, width, height } = layoutIn(scene, node);
  const side = (slot: number): Target => ({ side: 'output', end: { node: node.id, slot } });
  if (Math.abs(x - width) <= REACH[0] && !node.isCollapsed) {
    const socket = outputs.find((output) => Math.abs(output.y - y) <= REACH[1]);
    if (socket) return side(socket.slot);
  }
  if (y < 0 || y > height) return null;
  if (node.id === SUBGRAPH_INPUT) return NEW.output;
  if (node.outputs.length === 0) return null;
  const exact = node.outputs.findIndex(
    ({ type }) => type === connecting.type && takes(connecting, node.id, type),
  );
  const fitting = node.outputs.findIndex(({ type }) => takes(connecting, node.id, type));
  return side(exact >= 0 ? exact : Math.max(0, fitting));
}
