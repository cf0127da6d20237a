/** Places for nodes that have none: a column for each step of the run, in it near what they come from. */
import { nodeLayout } from '../document/node-size.ts';
import type { Graph, GraphNode, NodeId } from '../document/types.ts';
import type { NodeClasses } from '../node-class.ts';

const COLUMN_GAP = 60;
const ROW_GAP = 24;

export function layOut(graph: Graph, classes: NodeClasses): Graph {
  const links = Object.values(graph.links).filter(
    ({ from, to }) => from.node in graph.nodes && to.node in graph.nodes,
  );
  const before = new Map<NodeId, NodeId[]>(graph.order.map((id) => [id, []]));
  const after = new Map<NodeId, NodeId[]>(graph.order.map((id) => [id, []]));
  for (const { from, to } of links) {
    before.get(to.node)?.push(from.node);
    after.get(from.node)?.push(to.node);
  }
  const columns = columnsOf(graph.order, before, after);
  const placed: Record<NodeId, GraphNode> = { ...graph.nodes };
  const middles = new Map<NodeId, number>();
  let x = 0;
  for (const column of columns) {
    const wanted = (id: NodeId) => {
      const ys = (before.get(id) ?? []).flatMap((from) => middles.get(from) ?? []);
      return ys.length > 0 ? ys.reduce((sum, y) => sum + y, 0) / ys.length : Infinity;
    };
    let y = 0;
    let widest = 0;
    for (const id of column.toSorted((a, b) => compare(wanted(a), wanted(b)))) {
      const node = graph.nodes[id];
      if (!node) continue;
      const { width, height } = nodeLayout(node, classes[node.type]);
      placed[id] = { ...node, position: [x, y], size: [width, height] };
      middles.set(id, y + height / 2);
      y += height + ROW_GAP;
      widest = Math.max(widest, width);
    }
    x += widest + COLUMN_GAP;
  }
  return { ...graph, nodes: placed };
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

type Neighbours = ReadonlyMap<NodeId, readonly NodeId[]>;

/** Each node behind all that it waits for; one that waits for nothing right before what needs it first. */
function columnsOf(order: readonly NodeId[], before: Neighbours, after: Neighbours): NodeId[][] {
  const waiting = new Map(order.map((id) => [id, before.get(id)?.length ?? 0]));
  const depth = new Map<NodeId, number>();
  const ready = order.filter((id) => waiting.get(id) === 0);
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
    const behind = (before.get(at) ?? []).map((id) => (depth.get(id) ?? 0) + 1);
    depth.set(at, Math.max(0, ...behind));
    for (const next of after.get(at) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  const columns: NodeId[][] = [];
  for (const id of order) {
    const needed = (after.get(id) ?? []).map((next) => (depth.get(next) ?? 0) - 1);
    const isSource = (before.get(id) ?? []).length === 0 && needed.length > 0;
    const column = isSource ? Math.max(0, Math.min(...needed)) : (depth.get(id) ?? 0);
    (columns[column] ??= []).push(id);
  }
  return Array.from(columns, (column) => column ?? []);
}
