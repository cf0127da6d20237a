/** Putting a node between two others, and taking one out without cutting what runs through it. */
import { typesFit } from '../socket-types.ts';
import { connect, feeds, linkInto } from './connect.ts';
import { removeItems } from './edits.ts';
import type { Graph, GraphDraft, GraphNode, InputSlot, Link, LinkId, NodeId } from './types.ts';

/** The sockets by which a node fits into a link; null when it does not. */
export function fitOnLink(
  graph: Graph,
  node: NodeId,
  link: LinkId,
): { readonly input: string; readonly slot: number } | null {
  const found = graph.nodes[node];
  const between = graph.links[link];
  if (!found || !between || between.from.node === node || between.to.node === node) return null;
  const given = graph.nodes[between.from.node]?.outputs[between.from.slot]?.type ?? between.type;
  const wanted =
    graph.nodes[between.to.node]?.inputs.find(({ name }) => name === between.to.input)?.type ??
    between.type;
  const input = found.inputs
    .filter((slot) => typesFit(given, slot.type))
    .sort((a, b) => rankOf(graph, node, a, given) - rankOf(graph, node, b, given))[0];
  const slots = found.outputs
    .map(({ type }, slot) => ({ type, slot }))
    .filter(({ type }) => typesFit(type, wanted))
    .sort((a, b) => Number(a.type !== wanted) - Number(b.type !== wanted));
  if (!input || !slots[0]) return null;
  const wouldLoop = feeds(graph, between.to.node, node) || feeds(graph, node, between.from.node);
  return wouldLoop ? null : { input: input.name, slot: slots[0].slot };
}

/** @returns false when it does not fit */
export function insertOnLink(graph: GraphDraft, node: NodeId, link: LinkId): boolean {
  const fit = fitOnLink(graph, node, link);
  const between = graph.links[link];
  if (!fit || !between) return false;
  const { from, to, via } = { from: { ...between.from }, to: { ...between.to }, via: between.via };
  connect(graph, from, { node, input: fit.input }, via);
  connect(graph, { node, slot: fit.slot }, to);
  return true;
}

/** Removes nodes and joins what came into them with what they fed, as if they were bypassed. */
export function removeBridging(graph: GraphDraft, nodes: readonly NodeId[]): void {
  for (const id of nodes) {
    const node = graph.nodes[id];
    if (!node) continue;
    for (const link of Object.values(graph.links).filter(({ from }) => from.node === id)) {
      const through = passedThrough(graph, node, link);
      if (through) connect(graph, { ...through.from }, { ...link.to }, through.via);
    }
  }
  removeItems(graph, { nodes, groups: [], reroutes: [] });
}

/** The link that a bypassed node lets through: of the same slot, of the same type, or the first that fits. */
function passedThrough(graph: Graph, node: GraphNode, link: Link): Link | undefined {
  const wanted =
    graph.nodes[link.to.node]?.inputs.find(({ name }) => name === link.to.input)?.type ?? link.type;
  const given = node.outputs[link.from.slot]?.type ?? '*';
  const opposite = node.inputs[link.from.slot];
  const input =
    opposite && typesFit(opposite.type, given) && typesFit(opposite.type, wanted)
      ? opposite
      : (node.inputs.find(({ type }) => type === wanted) ??
        node.inputs.find(({ type }) => typesFit(type, wanted)));
  return input && linkInto(graph, { node: node.id, input: input.name });
}

/** Sockets before widgets, free before used, the very type before one that fits. */
function rankOf(graph: Graph, node: NodeId, { name, type, isWidget }: InputSlot, given: string) {
  const isUsed = linkInto(graph, { node, input: name }) !== undefined;
  return Number(isWidget) * 4 + Number(isUsed) * 2 + Number(type !== given);
}
