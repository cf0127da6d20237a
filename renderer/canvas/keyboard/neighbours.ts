/** Where arrow keys lead from a node. */
import type { Graph, GraphNode, NodeId } from '../../../nodes/graph/document/types.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** What lies beside the way counts this much more than what lies on it. */
const ASIDE = 2;

/** The nearest node in a direction, by centres; null when there is none. */
export function nearestNode(graph: Graph, from: NodeId, direction: Direction): NodeId | null {
  const start = graph.nodes[from];
  if (!start) return graph.order[0] ?? null;
  const [x, y] = centreOf(start);
  let best: { id: NodeId; distance: number } | null = null;
  for (const [id, node] of Object.entries(graph.nodes)) {
    if (id === from) continue;
    const [nx, ny] = centreOf(node);
    const [along, aside] =
      direction === 'left' || direction === 'right'
        ? [(nx - x) * (direction === 'right' ? 1 : -1), Math.abs(ny - y)]
        : [(ny - y) * (direction === 'down' ? 1 : -1), Math.abs(nx - x)];
    if (along <= 0 || aside > along * ASIDE) continue;
    const distance = along + aside * ASIDE;
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id ?? null;
}

/** The node that feeds one, or that it feeds: along its first link there. */
export function linkedNode(graph: Graph, from: NodeId, direction: 'left' | 'right'): NodeId | null {
  const links = Object.values(graph.links);
  if (direction === 'right') {
    const targets = links.filter((link) => link.from.node === from && graph.nodes[link.to.node]);
    targets.sort((a, b) => a.from.slot - b.from.slot);
    return targets[0]?.to.node ?? null;
  }
  const inputs = graph.nodes[from]?.inputs.map(({ name }) => name) ?? [];
  const sources = links.filter((link) => link.to.node === from && graph.nodes[link.from.node]);
  sources.sort((a, b) => inputs.indexOf(a.to.input) - inputs.indexOf(b.to.input));
  return sources[0]?.from.node ?? null;
}

/** Distance between the centres of two nodes, px. */
export function distanceBetween(a: GraphNode, b: GraphNode): number {
  const [ax, ay] = centreOf(a);
  const [bx, by] = centreOf(b);
  return Math.hypot(ax - bx, ay - by);
}

function centreOf({ position, size }: GraphNode): [number, number] {
  return [position[0] + size[0] / 2, position[1] + size[1] / 2];
}
