/** A part of a graph by itself, and putting such a part into a graph. */
import { typesFit } from '../socket-types.ts';
import { givenType, linkAdder, wantedType } from './connect.ts';
import { copyOf } from './copy-of.ts';
import type { Items } from './edits.ts';
import { newUuid, nextId } from './ids.ts';
import { pathOf } from './reroutes.ts';
import { subgraphsIn } from './subgraphs.ts';
import {
  EMPTY_GRAPH,
  graphOf,
  type DocumentDraft,
  type Graph,
  type GraphDraft,
  type GraphRef,
  type Link,
  type NodeId,
  type Point,
  type RerouteId,
  type Subgraph,
  type SubgraphId,
  type WorkflowDocument,
} from './types.ts';

/** What is copied. */
export interface Slice {
  readonly graph: Graph;
  /** Those that its nodes stand for. */
  readonly subgraphs: WorkflowDocument['subgraphs'];
  /** Links from nodes outside into its own. */
  readonly incoming: readonly Link[];
}

/** What was put in. */
export interface Inserted {
  readonly nodes: readonly NodeId[];
  readonly groups: readonly string[];
  readonly reroutes: readonly RerouteId[];
}

export function sliceOf(document: WorkflowDocument, ref: GraphRef, items: Items): Slice {
  const graph = graphOf(document, ref) ?? EMPTY_GRAPH;
  const chosen = new Set(items.nodes);
  const links = Object.values(graph.links).filter(({ to }) => chosen.has(to.node));
  const within = links.filter(({ from }) => chosen.has(from.node));
  const reroutes = new Set([
    ...items.reroutes,
    ...within.flatMap((link) => pathOf(graph, link).map(({ id }) => id)),
  ]);
  const slice: Graph = {
    ...EMPTY_GRAPH,
    nodes: pick(graph.nodes, chosen),
    order: graph.order.filter((id) => chosen.has(id)),
    lastNodeId: graph.lastNodeId,
    links: Object.fromEntries(within.map((link) => [link.id, link])),
    reroutes: pick(graph.reroutes, reroutes),
    groups: pick(graph.groups, new Set(items.groups)),
  };
  return {
    graph: slice,
    subgraphs: pick(document.subgraphs, subgraphsIn(slice, document.subgraphs)),
    incoming: links.filter(({ from }) => !chosen.has(from.node) && graph.nodes[from.node]),
  };
}

/**
 * Ids are new, and so are subgraphs: changing the copy leaves what was copied alone.
 * @param offset px by which everything is moved
 * @param withLinks links from nodes outside are made again, where these are and fit
 */
export function insertSlice(
  document: DocumentDraft,
  ref: GraphRef,
  slice: Slice,
  offset: Point,
  withLinks = false,
): Inserted {
  const graph = graphOf(document, ref);
  if (!graph) return { nodes: [], groups: [], reroutes: [] };
  const types = insertSubgraphs(document, slice);
  const before = new Set(Object.keys(graph.nodes));
  const nodes = insertNodes(graph, slice.graph, types, offset);
  const reroutes = insertReroutes(graph, slice.graph, offset);
  const add = linkAdder(graph);
  for (const { from, to, type, via } of Object.values(slice.graph.links)) {
    const [origin, target] = [nodes.get(from.node), nodes.get(to.node)];
    if (origin === undefined || target === undefined) continue;
    add({
      from: { node: origin, slot: from.slot },
      to: { node: target, input: to.input },
      type,
      via: via === null ? null : (reroutes.get(via) ?? null),
    });
  }
  for (const { from, to } of withLinks ? slice.incoming : []) {
    const target = { node: nodes.get(to.node) ?? '', input: to.input };
    const [given, wanted] = [givenType(graph, from), wantedType(graph, target)];
    const isThere = before.has(from.node) && given !== null && wanted !== null;
    if (isThere && typesFit(given, wanted)) add({ from, to: target, type: given, via: null });
  }
  return {
    nodes: [...nodes.values()],
    groups: insertGroups(graph, slice.graph, offset),
    reroutes: [...reroutes.values()],
  };
}

/** @returns the new id of each */
function insertSubgraphs(document: DocumentDraft, { subgraphs }: Slice): Map<string, SubgraphId> {
  const types = new Map(Object.keys(subgraphs).map((id) => [id, newUuid()]));
  for (const subgraph of Object.values(subgraphs)) {
    const id = types.get(subgraph.id) ?? newUuid();
    const { graph } = subgraph;
    const copy: Subgraph = {
      ...subgraph,
      id,
      graph: {
        ...graph,
        nodes: Object.fromEntries(
          Object.entries(graph.nodes).map(([key, node]) => [
            key,
            { ...node, type: types.get(node.type) ?? node.type },
          ]),
        ),
      },
    };
    document.subgraphs[id] = copyOf(copy);
  }
  return types;
}

function insertNodes(
  graph: GraphDraft,
  slice: Graph,
  types: ReadonlyMap<string, SubgraphId>,
  offset: Point,
): Map<NodeId, NodeId> {
  const ids = new Map<NodeId, NodeId>();
  for (const before of slice.order) {
    const node = slice.nodes[before];
    if (!node) continue;
    const id = String(++graph.lastNodeId);
    ids.set(before, id);
    graph.nodes[id] = {
      ...copyOf(node),
      id,
      type: types.get(node.type) ?? node.type,
      position: moved(node.position, offset),
      isPinned: false,
    };
    graph.order.push(id);
  }
  return ids;
}

function insertReroutes(graph: GraphDraft, slice: Graph, offset: Point): Map<RerouteId, RerouteId> {
  const ids = new Map<RerouteId, RerouteId>();
  for (const { id: before, position } of Object.values(slice.reroutes)) {
    const id = nextId(graph.reroutes);
    ids.set(before, id);
    graph.reroutes[id] = { id, position: moved(position, offset), parent: null, rest: {} };
  }
  for (const { id, parent } of Object.values(slice.reroutes)) {
    const added = graph.reroutes[ids.get(id) ?? ''];
    if (added && parent !== null) added.parent = ids.get(parent) ?? null;
  }
  return ids;
}

function insertGroups(graph: GraphDraft, slice: Graph, offset: Point): string[] {
  return Object.values(slice.groups).map((group) => {
    const id = nextId(graph.groups);
    graph.groups[id] = {
      ...copyOf(group),
      id,
      position: moved(group.position, offset),
    };
    return id;
  });
}

function moved([x, y]: Point, [dx, dy]: Point): [number, number] {
  return [x + dx, y + dy];
}

function pick<T>(
  record: { readonly [id: string]: T },
  ids: ReadonlySet<string>,
): { readonly [id: string]: T } {
  return Object.fromEntries(Object.entries(record).filter(([id]) => ids.has(id)));
}
