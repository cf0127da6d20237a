/** Puts what a subgraph holds in the place of a node that stands for it. */
import type { NodeClasses } from '../node-class.ts';
import { linkAdder, linkInto } from './connect.ts';
import { copyOf } from './copy-of.ts';
import { removeItems } from './edits.ts';
import { boundsOf, rectOfNode } from './geometry.ts';
import { highestId, nextId } from './ids.ts';
import { pathOf } from './reroutes.ts';
import {
  graphOf,
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type DocumentDraft,
  type Graph,
  type GraphDraft,
  type GraphNode,
  type GraphRef,
  type Link,
  type NodeId,
  type RerouteId,
  type Subgraph,
} from './types.ts';

/** A link's beginning outside: the socket, and the reroutes up to the edge. */
interface Source {
  readonly from: Link['from'];
  readonly via: RerouteId | null;
}

/** @returns the ids of the nodes that were inside; null when the node is no instance */
export function expandSubgraph(
  document: DocumentDraft,
  ref: GraphRef,
  instance: NodeId,
  classes: NodeClasses,
): NodeId[] | null {
  const graph = graphOf(document, ref);
  const node = copyOf(graph?.nodes[instance]);
  const subgraph = node && copyOf(document.subgraphs[node.type]);
  if (!graph || !subgraph) return null;
  const inner = new Inner(graph, subgraph, node, classes);
  inner.addParts();
  inner.addLinks();
  removeItems(graph, { nodes: [instance], groups: [], reroutes: [] });
  return [...inner.nodes.values()];
}

class Inner {
  readonly nodes = new Map<NodeId, NodeId>();
  readonly #reroutes = new Map<RerouteId, RerouteId>();
  readonly #graph: GraphDraft;
  readonly #subgraph: Subgraph;
  readonly #instance: GraphNode;
  readonly #offset: readonly [number, number];
  /** Links into the instance, by input. */
  readonly #feeds: ReadonlyMap<string, Link>;
  readonly #outgoing: readonly Link[];
  readonly #add: ReturnType<typeof linkAdder>;

  constructor(graph: GraphDraft, subgraph: Subgraph, instance: GraphNode, classes: NodeClasses) {
    this.#graph = graph;
    this.#subgraph = subgraph;
    this.#instance = instance;
    const bounds = boundsOf(
      Object.values(subgraph.graph.nodes).map((node) => rectOfNode(node, classes)),
    );
    this.#offset = bounds
      ? [instance.position[0] - bounds.x, instance.position[1] - bounds.y]
      : [0, 0];
    const links = Object.values<Link>(graph.links);
    this.#feeds = new Map(
      links.filter(({ to }) => to.node === instance.id).map((link) => [link.to.input, link]),
    );
    this.#outgoing = links.filter(({ from }) => from.node === instance.id);
    this.#add = linkAdder(graph);
  }

  /** Nodes keep their ids where these are free. */
  addParts(): void {
    const { nodes, order, reroutes, groups } = this.#subgraph.graph;
    const graph = this.#graph;
    for (const id of order) {
      const node = nodes[id];
      if (!node) continue;
      const isFree =
        !Object.hasOwn(graph.nodes, id) && id !== SUBGRAPH_INPUT && id !== SUBGRAPH_OUTPUT;
      const given = isFree ? id : String(++graph.lastNodeId);
      this.nodes.set(id, given);
      graph.lastNodeId = highestId([given], graph.lastNodeId);
      graph.nodes[given] = {
        ...copyOf(node),
        id: given,
        position: this.#moved(node.position),
        mode: this.#instance.mode === 'always' ? node.mode : this.#instance.mode,
      };
      graph.order.push(given);
    }
    for (const reroute of Object.values(reroutes)) {
      const id = nextId(graph.reroutes);
      this.#reroutes.set(reroute.id, id);
      graph.reroutes[id] = { id, position: this.#moved(reroute.position), parent: null, rest: {} };
    }
    for (const reroute of Object.values(reroutes)) {
      const added = graph.reroutes[this.#reroutes.get(reroute.id) ?? ''];
      if (added) added.parent = this.#reroutes.get(reroute.parent ?? '') ?? null;
    }
    for (const group of Object.values(groups)) {
      const id = nextId(graph.groups);
      graph.groups[id] = {
        ...copyOf(group),
        id,
        position: this.#moved(group.position),
      };
    }
  }

  addLinks(): void {
    const outside: Graph = this.#graph;
    for (const link of Object.values(this.#subgraph.graph.links)) {
      if (link.to.node === SUBGRAPH_OUTPUT) continue;
      const target = this.nodes.get(link.to.node);
      const source = this.#sourceOf(link);
      const to = { node: target ?? '', input: link.to.input };
      if (target !== undefined && source) this.#add({ ...source, to, type: link.type });
      else if (target !== undefined) this.#giveValue(link, target);
    }
    for (const link of this.#outgoing) {
      const inner = this.#linkToOutput(link.from.slot);
      const source = inner && this.#sourceOf(inner);
      if (!source) continue;
      const [first] = pathOf(outside, link);
      const root = first && this.#graph.reroutes[first.id];
      if (root) root.parent = source.via;
      const kept = this.#graph.links[link.id];
      if (!kept) continue;
      kept.from = { ...source.from };
      kept.via = link.via ?? source.via;
    }
  }

  /** Null when nothing comes from there. */
  #sourceOf(link: Link): Source | null {
    const via = link.via === null ? null : (this.#reroutes.get(link.via) ?? null);
    if (link.from.node !== SUBGRAPH_INPUT) {
      const node = this.nodes.get(link.from.node);
      return node === undefined ? null : { from: { node, slot: link.from.slot }, via };
    }
    const name = this.#subgraph.inputs[link.from.slot]?.name;
    const feed = this.#feeds.get(name ?? '');
    if (!feed) return null;
    const [first] = pathOf(this.#subgraph.graph, link);
    const root = this.#graph.reroutes[this.#reroutes.get(first?.id ?? '') ?? ''];
    if (root) root.parent = feed.via;
    return { from: { ...feed.from }, via: via ?? feed.via };
  }

  /** What the instance sets for a widget inside. */
  #giveValue({ from, to }: Link, target: NodeId): void {
    const name = this.#subgraph.inputs[from.slot]?.name;
    const node = this.#graph.nodes[target];
    const { values, controls } = this.#instance;
    if (name === undefined || !node || !Object.hasOwn(values, name)) return;
    node.values = { ...node.values, [to.input]: values[name] ?? null };
    const control = controls[name];
    if (control) node.controls = { ...node.controls, [to.input]: control };
  }

  /** Matched by name: an instance may list other slots than the subgraph. */
  #linkToOutput(slot: number): Link | undefined {
    const { outputs, graph } = this.#subgraph;
    const byName = outputs.findIndex(({ name }) => name === this.#instance.outputs[slot]?.name);
    return linkInto(graph, {
      node: SUBGRAPH_OUTPUT,
      input: String(byName < 0 ? slot : byName),
    });
  }

  #moved([x, y]: readonly [number, number]): [number, number] {
    return [x + this.#offset[0], y + this.#offset[1]];
  }
}
