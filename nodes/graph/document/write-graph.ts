import type { Json, JsonObject } from '../json.ts';
import type { LayoutOf } from '../workflow/class-layout.ts';
import { writeId } from './ids.ts';
import { writeControls, writeInstanceValues } from './instance-values.ts';
import { writeNode, type LinksOfNode } from './write-node.ts';
import { pathOf } from './reroutes.ts';
import type { Graph, GraphNode, Link, Reroute, WorkflowDocument } from './types.ts';

/** `nodes` and `groups`, alike in all versions. */
export function writeParts(
  graph: Graph,
  subgraphs: WorkflowDocument['subgraphs'],
  layoutOf: LayoutOf,
): JsonObject {
  const links = linksByNode(graph);
  return {
    nodes: nodesInOrder(graph).map((node) => {
      const subgraph = Object.hasOwn(subgraphs, node.type) ? subgraphs[node.type] : undefined;
      const written = writeNode(node, layoutOf(node.type), links(node.id));
      if (!subgraph) return written;
      const widgets = writeInstanceValues(node, subgraph);
      return {
        ...written,
        ...writeControls(node),
        ...(widgets !== undefined && { widgets_values: widgets }),
      };
    }),
    groups: Object.values(graph.groups).map(({ id, title, position, size, color, rest }) => ({
      ...rest,
      id: writeId(id),
      title,
      bounding: [...position, ...size],
      ...(color !== null && { color }),
    })),
  };
}

/** As version 1 and subgraphs have them. */
export function linkObjects(graph: Graph): JsonObject[] {
  return Object.values(graph.links).map((link) => ({
    id: writeId(link.id),
    origin_id: writeId(link.from.node),
    origin_slot: link.from.slot,
    target_id: writeId(link.to.node),
    target_slot: targetSlot(graph, link),
    type: link.type,
    ...(link.via !== null && { parentId: writeId(link.via) }),
    ...link.rest,
  }));
}

/** As version 0.4 has them. */
export function linkTuples(graph: Graph): Json[] {
  return Object.values(graph.links).map((link) => [
    writeId(link.id),
    writeId(link.from.node),
    link.from.slot,
    writeId(link.to.node),
    targetSlot(graph, link),
    link.rest['type'] ?? link.type,
  ]);
}

/** Which reroute each link of version 0.4 ends at. */
export function linkExtensions(graph: Graph): JsonObject[] {
  return Object.values(graph.links).flatMap(({ id, via }) =>
    via === null ? [] : [{ id: writeId(id), parentId: writeId(via) }],
  );
}

export function writeReroutes(graph: Graph): JsonObject[] {
  const through = new Map<string, string[]>();
  for (const link of Object.values(graph.links)) {
    for (const { id } of pathOf(graph, link)) {
      const ids = through.get(id);
      if (ids) ids.push(link.id);
      else through.set(id, [link.id]);
    }
  }
  return Object.values(graph.reroutes).map(({ id, parent, position, rest }: Reroute) => ({
    ...rest,
    id: writeId(id),
    ...(parent !== null && { parentId: writeId(parent) }),
    pos: [...position],
    linkIds: (through.get(id) ?? []).map(writeId),
  }));
}

function nodesInOrder(graph: Graph): GraphNode[] {
  return graph.order.flatMap((id) => graph.nodes[id] ?? []);
}

function targetSlot(graph: Graph, { to }: Link): number {
  const node = graph.nodes[to.node];
  if (!node) return Number(to.input);
  return node.inputs.findIndex(({ name }) => name === to.input);
}

function linksByNode(graph: Graph): (id: string) => LinksOfNode {
  const into = new Map<string, Map<string, string>>();
  const outOf = new Map<string, Map<number, string[]>>();
  for (const { id, from, to } of Object.values(graph.links)) {
    into.set(to.node, (into.get(to.node) ?? new Map<string, string>()).set(to.input, id));
    const slots = outOf.get(from.node) ?? new Map<number, string[]>();
    slots.set(from.slot, [...(slots.get(from.slot) ?? []), id]);
    outOf.set(from.node, slots);
  }
  return (id) => ({ into: into.get(id) ?? new Map(), outOf: outOf.get(id) ?? new Map() });
}
