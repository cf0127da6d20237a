/** What lies where: under a point, in a box, in a group. */
import { contentOf, type GroupContent } from '../../../nodes/graph/document/groups.ts';
import { rectOfGroup } from '../../../nodes/graph/document/geometry.ts';
import type { NodeId, Point } from '../../../nodes/graph/document/types.ts';
import { selectionOf, type Selection } from '../../store/selection.ts';
import { boundsOf, contains, holdsPoint, overlaps, type Rect } from './rect.ts';
import { rectIn, type Scene } from './scene.ts';

/** The topmost node; null for none. */
export function nodeAt(scene: Scene, point: Point): NodeId | null {
  for (let i = scene.order.length - 1; i >= 0; i--) {
    const node = scene.nodes[scene.order[i] ?? ''];
    if (node && holdsPoint(rectIn(scene, node), point)) return node.id;
  }
  return null;
}

/** Nodes that a box touches, reroutes and whole groups in it. */
export function inBox(scene: Scene, box: Rect): Selection {
  const { graph } = scene;
  return selectionOf({
    nodes: graph.order.filter((id) => {
      const node = graph.nodes[id];
      return node !== undefined && overlaps(rectIn(scene, node), box);
    }),
    reroutes: Object.values(graph.reroutes)
      .filter(({ position }) => holdsPoint(box, position))
      .map(({ id }) => id),
    groups: Object.values(graph.groups)
      .filter((group) => contains(box, rectOfGroup(group)))
      .map(({ id }) => id),
  });
}

/** With all that lies in groups that are among them. */
export function withContent(
  { graph, classes }: Scene,
  selection: Omit<Selection, 'links'>,
): GroupContent {
  const [nodes, reroutes, groups] = [
    new Set(selection.nodes),
    new Set(selection.reroutes),
    new Set(selection.groups),
  ];
  for (const id of selection.groups) {
    const content = contentOf(graph, classes, id);
    for (const node of content.nodes) nodes.add(node);
    for (const reroute of content.reroutes) reroutes.add(reroute);
    for (const group of content.groups) groups.add(group);
  }
  return { nodes: [...nodes], reroutes: [...reroutes], groups: [...groups] };
}

/** Around some nodes, or around everything; null for nothing. */
export function boundsIn(scene: Scene, ids: Iterable<NodeId> | null): Rect | null {
  const nodes = [...(ids ?? scene.order)].flatMap((id) => scene.nodes[id] ?? []);
  const groups = ids === null ? Object.values(scene.graph.groups) : [];
  return boundsOf([...nodes.map((node) => rectIn(scene, node)), ...groups.map(rectOfGroup)]);
}
