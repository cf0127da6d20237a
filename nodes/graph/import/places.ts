import type { Graph, GraphNode, NodeId, SubgraphId, WorkflowDocument } from '../document/types.ts';

/** A node of the root (null) or of a subgraph. */
export interface Place {
  readonly subgraph: SubgraphId | null;
  readonly node: NodeId;
}

export interface PlacedNode extends Place {
  readonly value: GraphNode;
}

export function graphsOf(
  document: WorkflowDocument,
): readonly { readonly subgraph: SubgraphId | null; readonly graph: Graph }[] {
  return [
    { subgraph: null, graph: document.root },
    ...Object.values(document.subgraphs).map(({ id, graph }) => ({ subgraph: id, graph })),
  ];
}

export function allNodes(document: WorkflowDocument): PlacedNode[] {
  return graphsOf(document).flatMap(({ subgraph, graph }) =>
    graph.order.flatMap((node) => {
      const value = graph.nodes[node];
      return value ? [{ subgraph, node, value }] : [];
    }),
  );
}

/** The nodes to open, from the root inwards, to see a subgraph; null when nothing shows it. */
export function pathTo(
  document: WorkflowDocument,
  subgraph: SubgraphId | null,
): readonly NodeId[] | null {
  if (subgraph === null) return [];
  const seen = new Set<SubgraphId>();
  let open: { readonly graph: Graph; readonly path: readonly NodeId[] }[] = [
    { graph: document.root, path: [] },
  ];
  while (open.length > 0) {
    const next: typeof open = [];
    for (const { graph, path } of open) {
      for (const node of Object.values(graph.nodes)) {
        const inner = Object.hasOwn(document.subgraphs, node.type)
          ? document.subgraphs[node.type]
          : undefined;
        if (!inner || seen.has(inner.id)) continue;
        if (inner.id === subgraph) return [...path, node.id];
        seen.add(inner.id);
        next.push({ graph: inner.graph, path: [...path, node.id] });
      }
    }
    open = next;
  }
  return null;
}
