/** Frames around what belongs together: what lies in one moves with it. */
import type { NodeClasses } from '../node-class.ts';
import { moveItems, type Items } from './edits.ts';
import { boundsOf, centreOf, holdsPoint, rectOfGroup, rectOfNode } from './geometry.ts';
import { nextId } from './ids.ts';
import type { Graph, GraphDraft, GroupId, NodeId, Point, RerouteId, Size } from './types.ts';

const PADDING = 12;
const TITLE = 32;
const EMPTY: Size = [320, 200];

export interface GroupContent {
  readonly nodes: readonly NodeId[];
  readonly groups: readonly GroupId[];
  readonly reroutes: readonly RerouteId[];
}

/** Around items; where there are none, at a place. */
export function addGroup(
  graph: GraphDraft,
  classes: NodeClasses,
  items: Items,
  title: string,
  position: Point = [0, 0],
): GroupId {
  const id = nextId(graph.groups);
  graph.groups[id] = {
    id,
    title,
    position: [...position],
    size: [...EMPTY],
    color: null,
    rest: { flags: {} },
  };
  frame(graph, classes, id, items);
  return id;
}

/** Makes it as large as its content; nothing happens when it is empty. */
export function fitGroup(graph: GraphDraft, classes: NodeClasses, id: GroupId): void {
  frame(graph, classes, id, contentOf(graph, classes, id));
}

/** Nodes whose centre lies in it, groups that lie in it wholly, and reroutes. */
export function contentOf(graph: Graph, classes: NodeClasses, id: GroupId): GroupContent {
  const group = graph.groups[id];
  if (!group) return { nodes: [], groups: [], reroutes: [] };
  const rect = rectOfGroup(group);
  const isIn = (point: Point) => holdsPoint(rect, point);
  return {
    nodes: Object.values(graph.nodes)
      .filter((node) => isIn(centreOf(rectOfNode(node, classes))))
      .map((node) => node.id),
    groups: Object.values(graph.groups)
      .filter(
        (other) =>
          other.id !== id &&
          isIn(other.position) &&
          isIn([other.position[0] + other.size[0], other.position[1] + other.size[1]]) &&
          (other.size[0] !== group.size[0] || other.size[1] !== group.size[1]),
      )
      .map((other) => other.id),
    reroutes: Object.values(graph.reroutes)
      .filter(({ position }) => isIn(position))
      .map((reroute) => reroute.id),
  };
}

/** With what lies in it. */
export function moveGroup(
  graph: GraphDraft,
  classes: NodeClasses,
  id: GroupId,
  distance: Point,
): void {
  const { nodes, groups, reroutes } = contentOf(graph, classes, id);
  moveItems(graph, { nodes, groups: [...groups, id], reroutes }, distance);
}

export function setGroupTitle(graph: GraphDraft, id: GroupId, title: string): void {
  const group = graph.groups[id];
  if (group) group.title = title;
}

/** @param color CSS; null: that of the theme */
export function setGroupColor(graph: GraphDraft, id: GroupId, color: string | null): void {
  const group = graph.groups[id];
  if (group) group.color = color;
}

export function setGroupRect(graph: GraphDraft, id: GroupId, position: Point, size: Size): void {
  const group = graph.groups[id];
  if (!group) return;
  group.position = [...position];
  group.size = [Math.max(2 * PADDING, size[0]), Math.max(TITLE + PADDING, size[1])];
}

function frame(graph: GraphDraft, classes: NodeClasses, id: GroupId, items: Items): void {
  const bounds = boundsOf([
    ...[...items.nodes].flatMap((node) => {
      const found = graph.nodes[node];
      return found ? [rectOfNode(found, classes)] : [];
    }),
    ...[...items.groups].flatMap((group) => {
      const found = group === id ? undefined : graph.groups[group];
      return found ? [rectOfGroup(found)] : [];
    }),
    ...[...items.reroutes].flatMap((reroute) => {
      const found = graph.reroutes[reroute];
      return found ? [{ x: found.position[0], y: found.position[1], width: 0, height: 0 }] : [];
    }),
  ]);
  if (!bounds) return;
  setGroupRect(
    graph,
    id,
    [bounds.x - PADDING, bounds.y - TITLE],
    [bounds.width + 2 * PADDING, bounds.height + TITLE + PADDING],
  );
}
