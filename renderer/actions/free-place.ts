import type { GraphNode, Point } from '../../nodes/graph/document/types.ts';

const GAP = 20;

/** The place itself, or the next one below it that no node covers. In the graph, px. */
export function freePlace(nodes: Iterable<GraphNode>, [x, y]: Point): Point {
  const above = [...nodes]
    .filter(({ position, size }) => x >= position[0] && x < position[0] + size[0])
    .sort((a, b) => a.position[1] - b.position[1]);
  let free = y;
  for (const { position, size } of above) {
    const below = position[1] + size[1] + GAP;
    if (free >= position[1] && free < below) free = below;
  }
  return [x, free];
}
