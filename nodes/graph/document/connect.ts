/** Links between sockets. */
import type { NodeClass, NodeClasses } from '../node-class.ts';
import { typesFit } from '../socket-types.ts';
import { highestId, nextId } from './ids.ts';
import { dropUnusedReroutes } from './reroutes.ts';
import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type Graph,
  type GraphDraft,
  type Link,
  type LinkId,
  type NodeId,
  type RerouteId,
} from './types.ts';

export type LinkStart = Link['from'];
export type LinkEnd = Link['to'];

export type Refusal =
  /** One end is not there. */
  | { readonly code: 'missing' }
  /** Both ends are on one node. */
  | { readonly code: 'self' }
  /** The node would wait for itself; through which node. */
  | { readonly code: 'cycle'; readonly through: NodeId }
  | {
      readonly code: 'type';
      readonly given: string;
      readonly wanted: string;
      /** Class of a node that turns one into the other. */
      readonly converter: string | null;
    };

/**
 * Replaces the link of a used input. Ends on a subgraph's boundary take the type of the other end.
 * @param via the reroute that it leaves from
 * @returns null when an end is missing or the types do not fit
 */
export function connect(
  graph: GraphDraft,
  from: LinkStart,
  to: LinkEnd,
  via: RerouteId | null = null,
): LinkId | null {
  const given = givenType(graph, from);
  const wanted = wantedType(graph, to);
  const isBoundary = leavesSubgraph(from, to);
  if (!isBoundary && (given === null || wanted === null || !typesFit(given, wanted))) return null;
  const type = given ?? wanted;
  if (type === null) return null;
  const replaced = linkInto(graph, to);
  if (replaced) delete graph.links[replaced.id];
  const id = nextId(graph.links);
  graph.links[id] = { id, from: { ...from }, to: { ...to }, type, via, rest: {} };
  if (replaced) dropUnusedReroutes(graph);
  return id;
}

/** Adds links that are known to fit, to inputs that are free: for many at once. */
export function linkAdder(
  graph: GraphDraft,
): (link: Pick<Link, 'from' | 'to' | 'type' | 'via'>) => void {
  let last = highestId(Object.keys(graph.links));
  return ({ from, to, type, via }) => {
    const id = String(++last);
    graph.links[id] = { id, from: { ...from }, to: { ...to }, type, via, rest: {} };
  };
}

/** Unplugs an input. */
export function disconnect(graph: GraphDraft, to: LinkEnd): void {
  const link = linkInto(graph, to);
  if (!link) return;
  delete graph.links[link.id];
  dropUnusedReroutes(graph);
}

export function removeLinks(graph: GraphDraft, ids: readonly LinkId[]): void {
  for (const id of ids) delete graph.links[id];
  dropUnusedReroutes(graph);
}

export function linkInto<L extends { readonly to: LinkEnd }>(
  graph: { readonly links: { readonly [id: string]: L } },
  to: LinkEnd,
): L | undefined {
  return Object.values(graph.links).find(
    (link) => link.to.node === to.node && link.to.input === to.input,
  );
}

function leavesSubgraph(from: LinkStart, to: LinkEnd): boolean {
  return from.node === SUBGRAPH_INPUT || to.node === SUBGRAPH_OUTPUT;
}

/** Null when the link can be made. */
export function whyNotConnect(
  graph: Graph,
  classes: NodeClasses,
  from: LinkStart,
  to: LinkEnd,
): Refusal | null {
  const given = givenType(graph, from);
  const wanted = wantedType(graph, to);
  if (given === null || wanted === null) {
    return leavesSubgraph(from, to) && (given ?? wanted) !== null ? null : { code: 'missing' };
  }
  if (from.node === to.node) return { code: 'self' };
  if (!typesFit(given, wanted)) {
    return { code: 'type', given, wanted, converter: converterOf(classes, given, wanted) };
  }
  return feeds(graph, to.node, from.node) ? { code: 'cycle', through: to.node } : null;
}

/** The plainest node that takes one type and gives another. */
export function converterOf(classes: NodeClasses, given: string, wanted: string): string | null {
  const found = Object.values(classes)
    .filter(
      ({ inputs, outputs, isDeprecated }) =>
        !isDeprecated &&
        inputs.some((input) => input.type !== '*' && typesFit(given, input.type)) &&
        outputs.some((output) => output.type !== '*' && typesFit(output.type, wanted)),
    )
    .sort((a, b) => demandsOf(a) - demandsOf(b) || a.id.length - b.id.length);
  return found[0]?.id ?? null;
}

/** What has to be given besides: sockets count for more than widgets. */
function demandsOf({ inputs, outputs }: NodeClass): number {
  const sockets = inputs.filter(({ kind, isOptional }) => kind === 'socket' && !isOptional);
  return sockets.length * 10 + inputs.length + outputs.length;
}

/** Whether what a node gives reaches another. */
export function feeds(graph: Graph, node: NodeId, target: NodeId): boolean {
  const next = new Map<NodeId, NodeId[]>();
  for (const { from, to } of Object.values(graph.links)) {
    next.set(from.node, [...(next.get(from.node) ?? []), to.node]);
  }
  const seen = new Set<NodeId>();
  const left = [node];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (at === target) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    left.push(...(next.get(at) ?? []));
  }
  return false;
}

export function givenType(graph: Graph | GraphDraft, from: LinkStart): string | null {
  return graph.nodes[from.node]?.outputs[from.slot]?.type ?? null;
}

export function wantedType(graph: Graph | GraphDraft, to: LinkEnd): string | null {
  return graph.nodes[to.node]?.inputs.find(({ name }) => name === to.input)?.type ?? null;
}
