/** All nodes of a workflow, also those inside subgraphs. */
import type {
  Graph,
  GraphNode,
  NodeId,
  WorkflowDocument,
} from '../../nodes/graph/document/types.ts';

export interface PlacedNode {
  readonly node: GraphNode;
  /** The instances of subgraphs to open, from the root inwards. */
  readonly path: readonly NodeId[];
}

const MOST = 20_000;

/** Those of the root first. A subgraph that several instances share is entered by each. */
export function nodesOf({ root, subgraphs }: WorkflowDocument): PlacedNode[] {
  const found: PlacedNode[] = [];
  const left: { graph: Graph; path: readonly NodeId[]; within: readonly string[] }[] = [
    { graph: root, path: [], within: [] },
  ];
  for (let next = left.shift(); next && found.length < MOST; next = left.shift()) {
    const { graph, path, within } = next;
    for (const id of graph.order) {
      const node = graph.nodes[id];
      if (!node) continue;
      found.push({ node, path });
      const inner = Object.hasOwn(subgraphs, node.type) ? subgraphs[node.type] : undefined;
      if (!inner || within.includes(node.type)) continue;
      left.push({ graph: inner.graph, path: [...path, id], within: [...within, node.type] });
    }
  }
  return found;
}
