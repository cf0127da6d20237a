/** Which subgraphs stand where. */
import { copyOf } from './copy-of.ts';
import { newUuid } from './ids.ts';
import {
  graphOf,
  type DocumentDraft,
  type Graph,
  type GraphDraft,
  type GraphRef,
  type NodeId,
  type SubgraphId,
  type WorkflowDocument,
} from './types.ts';

/** Those that a graph's nodes stand for, and what these hold. */
export function subgraphsIn(
  graph: Graph,
  subgraphs: WorkflowDocument['subgraphs'],
): ReadonlySet<SubgraphId> {
  const found = new Set<SubgraphId>();
  const left: Graph[] = [graph];
  for (let at = left.pop(); at; at = left.pop()) {
    for (const { type } of Object.values(at.nodes)) {
      const subgraph = Object.hasOwn(subgraphs, type) ? subgraphs[type] : undefined;
      if (!subgraph || found.has(type)) continue;
      found.add(type);
      left.push(subgraph.graph);
    }
  }
  return found;
}

/** Whether a subgraph would hold itself with a node of this type in a graph. */
export function wouldRecurse(document: WorkflowDocument, ref: GraphRef, type: string): boolean {
  if (ref === null || !Object.hasOwn(document.subgraphs, type)) return false;
  const inner = document.subgraphs[type]?.graph;
  return type === ref || (inner !== undefined && subgraphsIn(inner, document.subgraphs).has(ref));
}

export interface Place {
  readonly graph: GraphRef;
  readonly node: NodeId;
}

/** All nodes that stand for a subgraph. */
export function instancesOf(document: WorkflowDocument, id: SubgraphId): Place[] {
  const refs: GraphRef[] = [null, ...Object.keys(document.subgraphs)];
  return refs.flatMap((ref) =>
    Object.values(graphOf(document, ref)?.nodes ?? {})
      .filter(({ type }) => type === id)
      .map(({ id: node }) => ({ graph: ref, node })),
  );
}

/** Gives an instance a subgraph of its own. @returns its id; null when the node is no instance */
export function makeUnique(
  document: DocumentDraft,
  ref: GraphRef,
  instance: NodeId,
): SubgraphId | null {
  const node = graphOf(document, ref)?.nodes[instance];
  const subgraph = node && document.subgraphs[node.type];
  if (!subgraph) return null;
  const id = newUuid();
  document.subgraphs[id] = { ...copyOf(subgraph), id };
  node.type = id;
  return id;
}

/** Runs a change on each instance of a subgraph. */
export function forEachInstance(
  document: DocumentDraft,
  id: SubgraphId,
  change: (node: GraphDraft['nodes'][string], graph: GraphDraft) => void,
): void {
  for (const place of instancesOf(document, id)) {
    const graph = graphOf(document, place.graph);
    const node = graph?.nodes[place.node];
    if (graph && node) change(node, graph);
  }
}
