/** A graph as the layout library takes it, and where its answer puts everything. */
import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk-api.js';
import { contentOf } from '../../nodes/graph/document/groups.ts';
import { nodeLayout } from '../../nodes/graph/document/node-size.ts';
import { pathOf } from '../../nodes/graph/document/reroutes.ts';
import type {
  Graph,
  GraphNode,
  GroupId,
  Link,
  NodeId,
  Point,
  RerouteId,
  Size,
} from '../../nodes/graph/document/types.ts';
import type { NodeClasses } from '../../nodes/graph/node-class.ts';

export interface Places {
  readonly nodes: ReadonlyMap<NodeId, Point>;
  readonly reroutes: ReadonlyMap<RerouteId, Point>;
  readonly groups: ReadonlyMap<GroupId, { readonly position: Point; readonly size: Size }>;
}

const ROOT_OPTIONS: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.spacing.nodeNode': '30',
  'elk.layered.spacing.nodeNodeBetweenLayers': '60',
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.spacing.componentComponent': '60',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
};
/** Beyond it the way that looks best takes half a minute; the other takes seconds. */
export const LARGE = 300;
const GROUP_OPTIONS: LayoutOptions = { 'elk.padding': '[top=32,left=12,bottom=12,right=12]' };

/** Ids of the library's parts: kinds do not mix. */
const nodeKey = (id: NodeId) => `n${id}`;
const rerouteKey = (id: RerouteId) => `r${id}`;
const groupKey = (id: GroupId) => `g${id}`;

/** @param chosen nodes to place; groups that hold none but these are placed with them */
export function elkGraphOf(
  graph: Graph,
  classes: NodeClasses,
  chosen: ReadonlySet<NodeId>,
): ElkNode {
  const links = Object.values(graph.links).filter(
    ({ from, to }) => chosen.has(from.node) && chosen.has(to.node),
  );
  const reroutes = new Set(links.flatMap((link) => pathOf(graph, link).map(({ id }) => id)));
  const groups = groupsOf(graph, classes, chosen);
  const parents = parentsOf(groups);
  const parts = new Map<string, ElkNode>();
  for (const { id } of groups) {
    parts.set(groupKey(id), { id: groupKey(id), layoutOptions: GROUP_OPTIONS, children: [] });
  }
  for (const id of graph.order) {
    const node = graph.nodes[id];
    if (node && chosen.has(id)) parts.set(nodeKey(id), elkNode(node, classes));
  }
  for (const id of reroutes) parts.set(rerouteKey(id), elkReroute(id));
  const placement = chosen.size > LARGE ? 'BRANDES_KOEPF' : 'NETWORK_SIMPLEX';
  const layoutOptions = { ...ROOT_OPTIONS, 'elk.layered.nodePlacement.strategy': placement };
  const root: ElkNode = { id: 'root', layoutOptions, children: [] };
  for (const [key, part] of parts) {
    const parent = parts.get(groupKey(parents.get(key) ?? '')) ?? root;
    parent.children?.push(part);
  }
  return { ...root, edges: edgesOf(graph, links) };
}

/** @param corner where the top left of the whole goes */
export function placesOf(laidOut: ElkNode, corner: Point): Places {
  const nodes = new Map<NodeId, Point>();
  const reroutes = new Map<RerouteId, Point>();
  const groups = new Map<GroupId, { position: Point; size: Size }>();
  const [left, top] = topLeft(laidOut);
  const visit = ({ children = [] }: ElkNode, [x, y]: Point) => {
    for (const child of children) {
      const at: Point = [Math.round(x + (child.x ?? 0)), Math.round(y + (child.y ?? 0))];
      const id = child.id.slice(1);
      if (child.id.startsWith('n')) nodes.set(id, at);
      else if (child.id.startsWith('r')) reroutes.set(id, at);
      else groups.set(id, { position: at, size: [child.width ?? 0, child.height ?? 0] });
      visit(child, at);
    }
  };
  visit(laidOut, [corner[0] - left, corner[1] - top]);
  return { nodes, reroutes, groups };
}

function topLeft({ children = [] }: ElkNode): Point {
  return [Math.min(...children.map(({ x = 0 }) => x)), Math.min(...children.map(({ y = 0 }) => y))];
}

function elkNode(node: GraphNode, classes: NodeClasses): ElkNode {
  const nodeClass = Object.hasOwn(classes, node.type) ? classes[node.type] : undefined;
  const { width, height, inputs, outputs } = nodeLayout(node, nodeClass);
  const ports: ElkPort[] = [
    ...inputs.map(({ name, y }) => ({
      id: `${nodeKey(node.id)}<${name}`,
      x: 0,
      y,
      ...side('WEST'),
    })),
    ...outputs.map(({ slot, y }) => ({
      id: `${nodeKey(node.id)}>${slot}`,
      x: width,
      y,
      ...side('EAST'),
    })),
  ];
  return {
    id: nodeKey(node.id),
    width,
    height,
    ports,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
  };
}

function elkReroute(id: RerouteId): ElkNode {
  return {
    id: rerouteKey(id),
    width: 1,
    height: 1,
    ports: [
      { id: `${rerouteKey(id)}<`, x: 0, y: 0, ...side('WEST') },
      { id: `${rerouteKey(id)}>`, x: 1, y: 0, ...side('EAST') },
    ],
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
  };
}

function side(name: 'WEST' | 'EAST') {
  return { width: 0, height: 0, layoutOptions: { 'elk.port.side': name } };
}

/** What links share is one edge. */
function edgesOf(graph: Graph, links: readonly Link[]): ElkExtendedEdge[] {
  const edges = new Map<string, ElkExtendedEdge>();
  for (const link of links) {
    let from = `${nodeKey(link.from.node)}>${link.from.slot}`;
    const stops = pathOf(graph, link).map(({ id }) => rerouteKey(id));
    for (const to of [
      ...stops.map((key) => `${key}<`),
      `${nodeKey(link.to.node)}<${link.to.input}`,
    ]) {
      const id = `${from} ${to}`;
      edges.set(id, { id, sources: [from], targets: [to] });
      from = to.replace(/<$/, '>');
    }
  }
  return [...edges.values()];
}

interface Frame {
  readonly id: GroupId;
  readonly area: number;
  readonly members: readonly string[];
}

/** Those that hold chosen nodes only, the smallest first. */
function groupsOf(graph: Graph, classes: NodeClasses, chosen: ReadonlySet<NodeId>): Frame[] {
  return Object.values(graph.groups)
    .flatMap(({ id, size }): Frame[] => {
      const { nodes, groups, reroutes } = contentOf(graph, classes, id);
      if (nodes.length === 0 || !nodes.every((node) => chosen.has(node))) return [];
      const members = [...nodes.map(nodeKey), ...groups.map(groupKey), ...reroutes.map(rerouteKey)];
      return [{ id, area: size[0] * size[1], members }];
    })
    .sort((a, b) => a.area - b.area);
}

/** Of everything in a group: the smallest that holds it. */
function parentsOf(groups: readonly Frame[]): ReadonlyMap<string, GroupId> {
  const parents = new Map<string, GroupId>();
  for (const { id, area, members } of groups) {
    for (const member of members) {
      const isLarger = groups.some((other) => groupKey(other.id) === member && other.area >= area);
      if (!parents.has(member) && !isLarger) parents.set(member, id);
    }
  }
  return parents;
}
