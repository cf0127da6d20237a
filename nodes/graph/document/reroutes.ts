/** Points that links run through; links share those up to where they part. */
import { nextId } from './ids.ts';
import type { Graph, GraphDraft, Link, LinkId, Point, Reroute, RerouteId } from './types.ts';

/** The reroutes that a link runs through, from its origin to its end. */
export function pathOf(graph: Graph, link: Link): readonly Reroute[] {
  const path: Reroute[] = [];
  for (let at = link.via; at !== null;) {
    const reroute: Reroute | undefined = graph.reroutes[at];
    if (!reroute || path.includes(reroute)) break;
    path.push(reroute);
    at = reroute.parent;
  }
  return path.reverse();
}

/**
 * Puts a point on a link. What runs through the points behind it runs through it too.
 * @param after the reroute before it, towards the origin; null: right behind the origin
 */
export function addReroute(
  graph: GraphDraft,
  linkId: LinkId,
  position: Point,
  after: RerouteId | null = null,
): RerouteId | null {
  const link = graph.links[linkId];
  if (!link) return null;
  const path = pathOf(graph, link);
  const place = path.findIndex((reroute) => reroute.id === after);
  const behind = path[place + 1];
  const id = nextId(graph.reroutes);
  graph.reroutes[id] = { id, position: [...position], parent: path[place]?.id ?? null, rest: {} };
  const next = behind && graph.reroutes[behind.id];
  if (next) next.parent = id;
  else link.via = id;
  return id;
}

/** Where the links through a reroute come from; null when there are none. */
export function originOf(graph: Graph, reroute: RerouteId): Link['from'] | null {
  const link = Object.values(graph.links).find((link) =>
    pathOf(graph, link).some(({ id }) => id === reroute),
  );
  return link?.from ?? null;
}

/** Links run on without them. */
export function removeReroutes(graph: GraphDraft, ids: Iterable<RerouteId>): void {
  const gone = new Set([...ids].filter((id) => Object.hasOwn(graph.reroutes, id)));
  if (gone.size === 0) return;
  const staying = (id: RerouteId | null): RerouteId | null =>
    id !== null && gone.has(id) ? staying(graph.reroutes[id]?.parent ?? null) : id;
  for (const link of Object.values(graph.links)) link.via = staying(link.via);
  for (const reroute of Object.values(graph.reroutes)) reroute.parent = staying(reroute.parent);
  for (const id of gone) delete graph.reroutes[id];
}

/** Those that no link runs through any more. */
export function dropUnusedReroutes(graph: GraphDraft): void {
  const used = new Set<string>();
  for (const link of Object.values(graph.links)) {
    for (let at = link.via; at !== null && !used.has(at); at = graph.reroutes[at]?.parent ?? null) {
      used.add(at);
    }
  }
  for (const [id, { rest }] of Object.entries(graph.reroutes)) {
    if (!used.has(id) && rest['floating'] === undefined) delete graph.reroutes[id];
  }
}
