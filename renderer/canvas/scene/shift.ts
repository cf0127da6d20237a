/** A graph with some things elsewhere: what shows during a drag. */
import type { GroupContent } from '../../../nodes/graph/document/groups.ts';
import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type Graph,
  type Point,
  type Subgraph,
} from '../../../nodes/graph/document/types.ts';
import { movedTo } from './scene.ts';

/** Pinned nodes stay. What does not move stays the same object. */
export function shifted(
  graph: Graph,
  { nodes, groups, reroutes }: GroupContent,
  delta: Point,
): Graph {
  const movable = nodes.filter((id) => graph.nodes[id]?.isPinned === false);
  return {
    ...graph,
    nodes: movedIn(graph.nodes, movable, delta, movedTo),
    groups: movedIn(graph.groups, groups, delta, placedAt),
    reroutes: movedIn(graph.reroutes, reroutes, delta, placedAt),
  };
}

/** The boundary nodes among those moved. */
export function shiftedBoundary(
  subgraph: Subgraph | null,
  nodes: readonly string[],
  delta: Point,
): Subgraph | null {
  if (!subgraph) return null;
  const { inputPosition, outputPosition } = subgraph;
  return {
    ...subgraph,
    inputPosition: nodes.includes(SUBGRAPH_INPUT) ? plus(inputPosition, delta) : inputPosition,
    outputPosition: nodes.includes(SUBGRAPH_OUTPUT) ? plus(outputPosition, delta) : outputPosition,
  };
}

function movedIn<T extends { readonly position: Point }>(
  parts: { readonly [id: string]: T },
  ids: readonly string[],
  delta: Point,
  place: (part: T, position: Point) => T,
): { readonly [id: string]: T } {
  if (ids.length === 0) return parts;
  const moved: Record<string, T> = { ...parts };
  for (const id of ids) {
    const part = parts[id];
    if (part) moved[id] = place(part, plus(part.position, delta));
  }
  return moved;
}

function placedAt<T extends { readonly position: Point }>(part: T, position: Point): T {
  return { ...part, position };
}

function plus([x, y]: Point, [dx, dy]: Point): Point {
  return [x + dx, y + dy];
}
