/** What a socket can be connected with. */
import {
  whyNotConnect,
  type LinkEnd,
  type LinkStart,
} from '../../../nodes/graph/document/connect.ts';
import type { Graph, GraphNode, NodeId } from '../../../nodes/graph/document/types.ts';
import type { NodeClasses } from '../../../nodes/graph/node-class.ts';
import { distanceBetween } from './neighbours.ts';

export type SocketRef =
  | { readonly side: 'output'; readonly node: NodeId; readonly slot: number }
  | { readonly side: 'input'; readonly node: NodeId; readonly input: string };

export interface Candidate {
  readonly socket: SocketRef;
  readonly node: GraphNode;
  /** Of the socket. */
  readonly name: string;
  readonly type: string;
}

/** Sockets that fit, those of the nearest nodes first. */
export function connectable(graph: Graph, classes: NodeClasses, from: SocketRef): Candidate[] {
  const start = graph.nodes[from.node];
  if (!start) return [];
  return graph.order
    .flatMap((id) => graph.nodes[id] ?? [])
    .filter((node) => node.id !== from.node)
    .sort((a, b) => distanceBetween(start, a) - distanceBetween(start, b))
    .flatMap((node) => (from.side === 'output' ? inputsOf(node) : outputsOf(node)))
    .filter(({ socket }) => {
      const ends = endsOf(from, socket);
      return ends !== null && whyNotConnect(graph, classes, ends.from, ends.to) === null;
    });
}

/** The ends of a link between two sockets; null when both are on the same side. */
export function endsOf(a: SocketRef, b: SocketRef): { from: LinkStart; to: LinkEnd } | null {
  const [output, input] = a.side === 'output' ? [a, b] : [b, a];
  if (output.side !== 'output' || input.side !== 'input') return null;
  return {
    from: { node: output.node, slot: output.slot },
    to: { node: input.node, input: input.input },
  };
}

function inputsOf(node: GraphNode): Candidate[] {
  return node.inputs.map(({ name, type }) => ({
    socket: { side: 'input', node: node.id, input: name },
    node,
    name,
    type,
  }));
}

function outputsOf(node: GraphNode): Candidate[] {
  return node.outputs.map(({ name, type }, slot) => ({
    socket: { side: 'output', node: node.id, slot },
    node,
    name,
    type,
  }));
}
