/** A node dropped on a link goes in between. */
import type { GroupContent } from '../../../nodes/graph/document/groups.ts';
import { fitOnLink } from '../../../nodes/graph/document/splice.ts';
import type { LinkId, NodeId, Point } from '../../../nodes/graph/document/types.ts';
import { curveOf, distanceTo } from './link-curve.ts';
import { centreOf, grow, overlaps } from './rect.ts';
import { rectIn, type Scene } from './scene.ts';

export interface Insertion {
  readonly node: NodeId;
  readonly link: LinkId;
}

/** How near the middle of a node comes to a link, px. */
const REACH = 28;

/** Null unless one node without links, moved by a distance, lies on a link that can run through it. */
export function insertionFor(scene: Scene, items: GroupContent, [dx, dy]: Point): Insertion | null {
  const { graph } = scene;
  const [id, ...more] = items.nodes;
  const node = id === undefined ? undefined : graph.nodes[id];
  if (!node || more.length + items.groups.length + items.reroutes.length > 0) return null;
  const at = rectIn(scene, node);
  const rect = { ...at, x: at.x + dx, y: at.y + dy };
  let best: LinkId | null = null;
  let least = REACH;
  for (const link of Object.values(graph.links)) {
    const { from, to } = link;
    if (from.node === node.id || to.node === node.id) return null;
    const curve = curveOf(scene, link);
    if (!curve || !overlaps(grow(curve.box, 1), rect)) continue;
    const { distance } = distanceTo(curve, centreOf(rect));
    if (distance >= least || !fitOnLink(graph, node.id, link.id)) continue;
    least = distance;
    best = link.id;
  }
  return best === null ? null : { node: node.id, link: best };
}
