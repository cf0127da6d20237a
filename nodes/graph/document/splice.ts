/** Putting a node between two others, and taking one out without cutting what runs through it. */
import { passedInput } from '../pass-through.ts';
import { typesFit } from '../socket-types.ts';
import { connect, feeds, givenType, linkInto, wantedType } from './connect.ts';
import { removeItems, type Items } from './edits.ts';
import type { Graph, GraphDraft, InputSlot, Link, LinkId, NodeId } from './types.ts';

/** The sockets by which a node fits into a link; null when it does not. */
export function fitOnLink(
  graph: Graph,
  node: NodeId,
  link: LinkId,
): { readonly input: string; readonly slot: number } | null {
  const found = graph.nodes[node];
  const between = graph.links[link];
  if (!found || !between || between.from.node === node || between.to.node === node) return null;
  const given = givenType(graph, between.from) ?? between.type;
  const wanted = wantedType(graph, between.to) ?? between.type;
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
export function removeBridging(graph: GraphDraft, items: Items): void {
  const links = Object.values(graph.links);
  const into = new Map(links.map((link) => [endOf(link.to), link]));
  const outOf = Map.groupBy(links, ({ from }) => from.node);
  for (const id of items.nodes) {
    const node = graph.nodes[id];
    if (!node) continue;
    for (const link of outOf.get(id) ?? []) {
      const wanted = wantedType(graph, link.to);
      const input = passedInput(node, link.from.slot, wanted ?? link.type);
      const through = input && into.get(endOf({ node: id, input: input.name }));
      if (!through) continue;
      const given = givenType(graph, through.from);
      if (given !== null && wanted !== null && !typesFit(given, wanted)) continue;
      const { node: origin, slot } = through.from;
      Object.assign(link, { from: { node: origin, slot }, via: through.via, rest: {} });
      link.type = given ?? wanted ?? link.type;
      outOf.set(origin, [...(outOf.get(origin) ?? []), link]);
    }
  }
  removeItems(graph, items);
}

function endOf({ node, input }: Link['to']): string {
  return JSON.stringify([node, input]);
}

/** Sockets before widgets, free before used, the very type before one that fits. */
function rankOf(graph: Graph, node: NodeId, { name, type, isWidget }: InputSlot, given: string) {
  const isUsed = linkInto(graph, { node, input: name }) !== undefined;
  return Number(isWidget) * 4 + Number(isUsed) * 2 + Number(type !== given);
}
