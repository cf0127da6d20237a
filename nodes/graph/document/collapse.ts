/** Turns a selection into one node that stands for it. */
import type { NodeClasses } from '../node-class.ts';
import { copyOf } from './copy-of.ts';
import { removeItems, type Items } from './edits.ts';
import { boundaryPlaces, boundsOf, rectOfNode } from './geometry.ts';
import { newUuid, uniqueName } from './ids.ts';
import { pathOf } from './reroutes.ts';
import {
  EMPTY_GRAPH,
  graphOf,
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type DocumentDraft,
  type ExposedSlot,
  type Graph,
  type GraphDraft,
  type GraphNode,
  type GraphRef,
  type Link,
  type NodeId,
  type Subgraph,
} from './types.ts';

const WIDTH = 240;

interface Crossing {
  readonly slots: ExposedSlot[];
  /** Links by slot. */
  readonly links: Link[][];
}

/**
 * Links into and out of the selection become inputs and outputs, one for each socket that they come from.
 * @param classes those of subgraphs included, for the place of the new node
 * @returns the new node's id; null when no node is selected
 */
export function collapseToSubgraph(
  document: DocumentDraft,
  ref: GraphRef,
  classes: NodeClasses,
  items: Items,
  name: string,
): NodeId | null {
  const draft = graphOf(document, ref);
  if (!draft) return null;
  const graph: Graph = draft;
  const chosen = new Set([...items.nodes].filter((id) => graph.nodes[id]));
  const bounds = boundsOf(
    [...chosen].flatMap((id) => {
      const node = graph.nodes[id];
      return node ? [rectOfNode(node, classes)] : [];
    }),
  );
  if (!bounds) return null;
  const links = Object.values(graph.links);
  const within = links.filter(({ from, to }) => chosen.has(from.node) && chosen.has(to.node));
  const into = crossing(
    links.filter(({ from, to }) => !chosen.has(from.node) && chosen.has(to.node)),
    (link) => inputOf(graph, link),
  );
  const outOf = crossing(
    links.filter(({ from, to }) => chosen.has(from.node) && !chosen.has(to.node)),
    (link) => outputOf(graph, link),
  );
  const id = newUuid();
  const subgraph: Subgraph = {
    id,
    name,
    graph: innerGraph(graph, chosen, within, into, outOf, items),
    inputs: into.slots,
    outputs: outOf.slots,
    ...boundaryPlaces(bounds),
  };
  const node = instanceOf(graph, subgraph, into, String(draft.lastNodeId + 1), [
    bounds.x + bounds.width / 2 - WIDTH / 2,
    bounds.y,
  ]);
  document.subgraphs[id] = copyOf(subgraph);
  replaceBy(draft, node, chosen, items, into, outOf);
  return node.id;
}

/** Grouped by the socket that they come from, in the order of the sockets that they lead to. */
function crossing(
  links: readonly Link[],
  slotOf: (link: Link) => Omit<ExposedSlot, 'id' | 'rest'>,
): Crossing {
  const bySource = new Map<string, Link[]>();
  for (const link of links) {
    const source = JSON.stringify([link.from.node, link.from.slot]);
    bySource.set(source, [...(bySource.get(source) ?? []), link]);
  }
  const groups = [...bySource.values()];
  const taken = new Set<string>();
  const slots = groups.flatMap(([first]): ExposedSlot[] => {
    if (!first) return [];
    const { name, type } = slotOf(first);
    const unique = uniqueName(name || type, taken);
    taken.add(unique);
    return [{ id: newUuid(), name: unique, type, rest: {} }];
  });
  return { slots, links: groups };
}

function inputOf(graph: Graph, { to, type }: Link) {
  const input = graph.nodes[to.node]?.inputs.find(({ name }) => name === to.input);
  return { name: to.input, type: input && input.type !== '*' ? input.type : type };
}

function outputOf(graph: Graph, { from, type }: Link) {
  const output = graph.nodes[from.node]?.outputs[from.slot];
  return { name: output?.name ?? '', type: output && output.type !== '*' ? output.type : type };
}

function innerGraph(
  graph: Graph,
  chosen: ReadonlySet<NodeId>,
  within: readonly Link[],
  into: Crossing,
  outOf: Crossing,
  items: Items,
): Graph {
  const links = [
    ...within,
    ...into.links.flatMap((group, slot) =>
      group.map((link): Link => ({ ...link, from: { node: SUBGRAPH_INPUT, slot }, via: null })),
    ),
    ...outOf.links.flatMap(([first], slot): Link[] => {
      const to = { node: SUBGRAPH_OUTPUT, input: String(slot) };
      return first ? [{ ...first, to, via: null }] : [];
    }),
  ];
  const reroutes = new Set(within.flatMap((link) => pathOf(graph, link).map(({ id }) => id)));
  return {
    ...EMPTY_GRAPH,
    nodes: Object.fromEntries(
      [...chosen].flatMap((id) => (graph.nodes[id] ? [[id, graph.nodes[id]]] : [])),
    ),
    lastNodeId: graph.lastNodeId,
    order: graph.order.filter((id) => chosen.has(id)),
    links: Object.fromEntries(links.map((link) => [link.id, link])),
    reroutes: Object.fromEntries(Object.entries(graph.reroutes).filter(([id]) => reroutes.has(id))),
    groups: Object.fromEntries(
      [...items.groups].flatMap((id) => (graph.groups[id] ? [[id, graph.groups[id]]] : [])),
    ),
    rest: { revision: 0, config: {}, widgets: [], extra: {} },
  };
}

/** Widgets that inputs lead to keep their values. */
function instanceOf(
  graph: Graph,
  { id: type, inputs, outputs }: Subgraph,
  into: Crossing,
  id: NodeId,
  position: GraphNode['position'],
): GraphNode {
  const targets = into.links.map((group) =>
    group
      .map(({ to }) => ({ to, node: graph.nodes[to.node] }))
      .find(({ to, node }) =>
        node?.inputs.some(({ name, isWidget }) => isWidget && name === to.input),
      ),
  );
  return {
    id,
    type,
    title: null,
    position,
    size: [WIDTH, 0],
    mode: 'always',
    isCollapsed: false,
    isPinned: false,
    color: null,
    inputs: inputs.map(({ name, type: slotType }, i) => ({
      name,
      type: slotType,
      isWidget: targets[i] !== undefined,
      rest: {},
    })),
    outputs: outputs.map(({ name, type: slotType }) => ({ name, type: slotType, rest: {} })),
    values: Object.fromEntries(
      inputs.flatMap(({ name }, i) => {
        const target = targets[i];
        const value = target?.node?.values[target.to.input];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    controls: {},
    savedWidgets: null,
    properties: {},
    rest: { flags: {}, order: 0, mode: 0, inputs: [], outputs: [], properties: {} },
  };
}

/** Links that crossed the edge of the selection lead to the new node. */
function replaceBy(
  graph: GraphDraft,
  node: GraphNode,
  chosen: ReadonlySet<NodeId>,
  items: Items,
  into: Crossing,
  outOf: Crossing,
): void {
  graph.nodes[node.id] = copyOf(node);
  graph.lastNodeId++;
  graph.order.push(node.id);
  for (const [slot, [first]] of into.links.entries()) {
    const link = first && graph.links[first.id];
    if (link) link.to = { node: node.id, input: into.slots[slot]?.name ?? '' };
  }
  for (const [slot, group] of outOf.links.entries()) {
    for (const { id } of group) {
      const link = graph.links[id];
      if (link) link.from = { node: node.id, slot };
    }
  }
  removeItems(graph, { nodes: chosen, groups: items.groups, reroutes: [] });
}
