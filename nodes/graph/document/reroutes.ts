/** Points that links run through; links share those up to where they part. */
import type { Graph, GraphDraft, Link, Reroute } from './types.ts';

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

/** Links run on without it. */
export function removeReroute(graph: GraphDraft, id: string): void {
  const reroute = graph.reroutes[id];
  if (!reroute) return;
  for (const link of Object.values(graph.links)) if (link.via === id) link.via = reroute.parent;
  for (const other of Object.values(graph.reroutes)) {
    if (other.parent === id) other.parent = reroute.parent;
  }
  delete graph.reroutes[id];
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
