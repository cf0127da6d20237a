/** Finds nodes by the ids that runs use: `instance:inner`. */
import type {
  Graph,
  GraphNode,
  NodeId,
  WorkflowDocument,
} from '../../../nodes/graph/document/types.ts';
import type { NodeClasses } from '../../../nodes/graph/node-class.ts';

export interface NodePlace {
  readonly node: GraphNode;
  readonly graph: Graph;
  /** The instances of subgraphs that it lies in. */
  readonly path: readonly NodeId[];
}

/** Null when there is none, e.g. because it was deleted after the run. */
export function findNode(document: WorkflowDocument, id: string): NodePlace | null {
  const path = id.split(':');
  const last = path.pop() ?? '';
  let graph: Graph | undefined = document.root;
  for (const instance of path) {
    const type: string = graph?.nodes[instance]?.type ?? '';
    graph = Object.hasOwn(document.subgraphs, type) ? document.subgraphs[type]?.graph : undefined;
  }
  const node = graph?.nodes[last];
  return graph && node ? { node, graph, path } : null;
}

export function titleOf(document: WorkflowDocument, id: string, classes: NodeClasses): string {
  const node = findNode(document, id)?.node;
  if (!node) return id;
  const name = Object.hasOwn(classes, node.type) ? classes[node.type]?.title : undefined;
  return node.title ?? document.subgraphs[node.type]?.name ?? name ?? node.type;
}
