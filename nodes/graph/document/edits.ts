/** Changes of one graph, on a draft of it. */
import type { Draft } from 'immer';
import type { Json } from '../json.ts';
import { defaultValue, isWidgetInput, type NodeClass } from '../node-class.ts';
import { defaultWidth } from './default-width.ts';
import { MAX_WIDTH, MIN_WIDTH, nodeLayout } from './node-size.ts';
import { inputsOfClass, outputsOfClass } from './read-slots.ts';
import { dropUnusedReroutes, removeReroutes } from './reroutes.ts';
import type {
  GraphDraft,
  GraphNode,
  GroupId,
  NodeId,
  RerouteId,
  NodeMode,
  Point,
  SeedControl,
  Size,
} from './types.ts';

/** What is selected on the canvas. */
export interface Items {
  readonly nodes: Iterable<NodeId>;
  readonly groups: Iterable<GroupId>;
  readonly reroutes: Iterable<RerouteId>;
}

/** @returns the id of the new node, which lies on top */
export function addNode(graph: GraphDraft, nodeClass: NodeClass, position: Point): NodeId {
  const id = String(++graph.lastNodeId);
  graph.nodes[id] = draftOf(newNode(id, nodeClass, position));
  graph.order.push(id);
  return id;
}

/** With the defaults of its class. */
export function newNode(id: NodeId, nodeClass: NodeClass, position: Point): GraphNode {
  const widgets = nodeClass.inputs.filter(isWidgetInput);
  const node: GraphNode = {
    id,
    type: nodeClass.id,
    title: null,
    position,
    size: [defaultWidth(nodeClass), 0],
    mode: 'always',
    isCollapsed: false,
    isPinned: false,
    color: null,
    inputs: inputsOfClass(nodeClass),
    outputs: outputsOfClass(nodeClass),
    values: Object.fromEntries(widgets.map((input) => [input.name, defaultValue(input)])),
    controls: Object.fromEntries(
      widgets
        .filter((input) => 'hasControl' in input && input.hasControl)
        .map(({ name }): [string, SeedControl] => [name, 'randomize']),
    ),
    savedWidgets: null,
    properties: { 'Node name for S&R': nodeClass.id },
    rest: { flags: {}, order: 0, mode: 0, inputs: [], outputs: [], properties: {} },
  };
  return { ...node, size: [node.size[0], nodeLayout(node, nodeClass).height] };
}

/** Links of removed nodes go with them; those through a removed reroute keep their way before it. */
export function removeItems(graph: GraphDraft, { nodes, groups, reroutes }: Items): void {
  const gone = new Set([...nodes].filter((id) => Object.hasOwn(graph.nodes, id)));
  for (const [id, { from, to }] of Object.entries(graph.links)) {
    if (gone.has(from.node) || gone.has(to.node)) delete graph.links[id];
  }
  for (const id of gone) delete graph.nodes[id];
  graph.order = graph.order.filter((id) => !gone.has(id));
  for (const id of groups) delete graph.groups[id];
  removeReroutes(graph, reroutes);
  dropUnusedReroutes(graph);
}

/** By a distance. Pinned nodes stay. */
export function moveItems(graph: GraphDraft, items: Items, [dx, dy]: Point): void {
  const parts = [
    ...draftsOf(graph, items.nodes).filter(({ isPinned }) => !isPinned),
    ...[...items.groups].flatMap((id) => graph.groups[id] ?? []),
    ...[...items.reroutes].flatMap((id) => graph.reroutes[id] ?? []),
  ];
  for (const part of parts) part.position = [part.position[0] + dx, part.position[1] + dy];
}

export function setValue(graph: GraphDraft, node: NodeId, input: string, value: Json): void {
  const found = graph.nodes[node];
  if (found) found.values = { ...found.values, [input]: value };
}

export function setControl(
  graph: GraphDraft,
  node: NodeId,
  input: string,
  control: SeedControl,
): void {
  const found = graph.nodes[node];
  if (found) found.controls = { ...found.controls, [input]: control };
}

export function setSize(graph: GraphDraft, node: NodeId, [width, height]: Size): void {
  const found = graph.nodes[node];
  if (!found) return;
  found.size = [Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)), Math.max(0, height)];
}

/** @param title an empty one: that of the class */
export function setTitle(graph: GraphDraft, node: NodeId, title: string): void {
  const found = graph.nodes[node];
  if (found) found.title = title.trim() || null;
}

export function setMode(graph: GraphDraft, nodes: Iterable<NodeId>, mode: NodeMode): void {
  for (const node of draftsOf(graph, nodes)) {
    node.mode = mode;
    node.rest['mode'] ??= 0;
  }
}

export function setCollapsed(
  graph: GraphDraft,
  nodes: Iterable<NodeId>,
  isCollapsed: boolean,
): void {
  for (const node of draftsOf(graph, nodes)) node.isCollapsed = isCollapsed;
}

export function setPinned(graph: GraphDraft, nodes: Iterable<NodeId>, isPinned: boolean): void {
  for (const node of draftsOf(graph, nodes)) node.isPinned = isPinned;
}

/** @param color CSS; null: that of the theme */
export function setColor(graph: GraphDraft, nodes: Iterable<NodeId>, color: string | null): void {
  for (const node of draftsOf(graph, nodes)) node.color = color;
}

/** Above all others, in the order that they had. */
export function bringToFront(graph: GraphDraft, nodes: Iterable<NodeId>): void {
  const raised = new Set(nodes);
  graph.order = [
    ...graph.order.filter((id) => !raised.has(id)),
    ...graph.order.filter((id) => raised.has(id)),
  ];
}

function draftsOf(graph: GraphDraft, ids: Iterable<NodeId>): Draft<GraphNode>[] {
  return [...ids].flatMap((id) => graph.nodes[id] ?? []);
}

/** A value put into a draft: what is read-only in it becomes part of the draft. */
function draftOf(node: GraphNode): Draft<GraphNode> {
  return node as Draft<GraphNode>;
}
