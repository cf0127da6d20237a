/** Nodes as React Flow takes them: the same object as long as nothing of a node has changed. */
import type { Node } from '@xyflow/react';
import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type GraphNode,
  type LinkId,
  type NodeId,
} from '../../../nodes/graph/document/types.ts';
import type { NodeClass } from '../../../nodes/graph/node-class.ts';
import { classIn, layoutIn, type Scene } from '../scene/scene.ts';
import { originTitle, titleIn } from './title.ts';
import type { NodeLayout } from '../../../nodes/graph/document/node-size.ts';

/** What is plugged into an input. */
export interface Plug {
  readonly link: LinkId;
  readonly origin: NodeId;
  /** Title of the origin. */
  readonly from: string;
}

export interface NodeFacts {
  readonly node: GraphNode;
  readonly nodeClass: NodeClass | undefined;
  readonly layout: NodeLayout;
  readonly title: string;
  readonly isSubgraph: boolean;
  readonly plugs: ReadonlyMap<string, Plug>;
  /** Slots of outputs that something is linked to. */
  readonly used: ReadonlySet<number>;
  /** Names of a boundary node's sockets. */
  readonly names: readonly string[] | null;
}

export type FlowNode = Node<NodeFacts & Record<string, unknown>, 'node'>;

interface Known {
  readonly links: Scene['graph']['links'];
  readonly subgraph: Scene['subgraph'];
  readonly nodeClass: NodeClass | undefined;
  readonly flow: FlowNode;
}
const cache = new WeakMap<GraphNode, Known>();
const ends = new WeakMap<object, Ends>();

interface Ends {
  readonly into: ReadonlyMap<NodeId, readonly { input: string; link: LinkId; from: NodeId }[]>;
  readonly outOf: ReadonlyMap<NodeId, ReadonlySet<number>>;
}

const NONE: ReadonlySet<number> = new Set();

export function flowNode(scene: Scene, node: GraphNode): FlowNode {
  const nodeClass = classIn(scene, node.type);
  const { links } = scene.graph;
  const known = cache.get(node);
  const isKnown = known?.nodeClass === nodeClass && known?.subgraph === scene.subgraph;
  if (known && isKnown && known.links === links && sameOrigins(scene, known.flow.data.plugs)) {
    return known.flow;
  }
  const { into, outOf } = endsOf(links);
  const plugs = (into.get(node.id) ?? []).map(({ input, link, from }): [string, Plug] => [
    input,
    { link, origin: from, from: originTitle(scene, from) },
  ]);
  const used = outOf.get(node.id) ?? NONE;
  const names = namesOf(scene, node);
  const layout = layoutIn(scene, node);
  const [x, y] = node.position;
  const flow: FlowNode = {
    id: node.id,
    type: 'node',
    position: { x, y },
    width: layout.width,
    height: layout.height,
    measured: { width: layout.width, height: layout.height },
    handles: [],
    className: 'nopan',
    style: { pointerEvents: 'all' },
    ariaRole: 'group',
    domAttributes: { tabIndex: -1, 'aria-labelledby': nameId(node.id) },
    data: {
      node,
      nodeClass,
      layout,
      title: titleIn(scene, node),
      isSubgraph: nodeClass?.category === 'subgraphs' && nodeClass.id === node.type,
      plugs: new Map(plugs),
      used,
      names,
    },
  };
  const kept = known && isKnown && sameFacts(known.flow.data, flow.data) ? known.flow : flow;
  cache.set(node, { links, subgraph: scene.subgraph, nodeClass, flow: kept });
  return kept;
}

function sameOrigins(scene: Scene, plugs: NodeFacts['plugs']): boolean {
  for (const { origin, from } of plugs.values()) {
    if (originTitle(scene, origin) !== from) return false;
  }
  return true;
}

/** Of the element that says a node's name and state. */
export function nameId(id: NodeId): string {
  return `node-name-${id}`;
}

/** Whether two say the same, wherever the node stands. */
export function sameFacts(a: NodeFacts, b: NodeFacts): boolean {
  if (a === b) return true;
  const keys = Object.keys(a.node) as (keyof GraphNode)[];
  return (
    a.nodeClass === b.nodeClass &&
    a.title === b.title &&
    keys.every((key) => key === 'position' || a.node[key] === b.node[key]) &&
    sameMap(a.plugs, b.plugs) &&
    a.used.size === b.used.size &&
    [...a.used].every((slot) => b.used.has(slot)) &&
    String(a.names) === String(b.names)
  );
}

function sameMap(a: NodeFacts['plugs'], b: NodeFacts['plugs']): boolean {
  return (
    a.size === b.size &&
    [...a].every(([input, { link, from }]) => {
      const other = b.get(input);
      return other?.link === link && other.from === from;
    })
  );
}

function namesOf({ subgraph }: Scene, { id }: GraphNode): readonly string[] | null {
  if (id === SUBGRAPH_INPUT) return subgraph?.inputs.map(({ name }) => name) ?? null;
  if (id === SUBGRAPH_OUTPUT) return subgraph?.outputs.map(({ name }) => name) ?? null;
  return null;
}

function endsOf(links: Scene['graph']['links']): Ends {
  const known = ends.get(links);
  if (known) return known;
  const into = new Map<NodeId, { input: string; link: LinkId; from: NodeId }[]>();
  const outOf = new Map<NodeId, Set<number>>();
  for (const { id, from, to } of Object.values(links)) {
    const list = into.get(to.node) ?? [];
    list.push({ input: to.input, link: id, from: from.node });
    into.set(to.node, list);
    const slots = outOf.get(from.node) ?? new Set();
    slots.add(from.slot);
    outOf.set(from.node, slots);
  }
  const made = { into, outOf };
  ends.set(links, made);
  return made;
}
