/** Takes instances of subgraphs apart: what they hold gets ids `instance:inner`. */
import { UserError } from '../../errors.ts';
import type { JsonObject } from '../json.ts';
import { readSubgraphs, type Subgraph } from './subgraphs.ts';
import { readGraph, type UiGraph, type UiNode } from './ui-graph.ts';

/** One graph in its place: the root, or the content of one instance. */
export interface Scope {
  readonly graph: UiGraph;
  /** Before the ids of its nodes. */
  readonly prefix: string;
  /** What it is the content of; null for the root. */
  readonly within: {
    readonly scope: Scope;
    readonly instance: UiNode;
    readonly subgraph: Subgraph;
  } | null;
  /** Contents of its instances, by the instance's id. */
  readonly contents: Map<string, Scope>;
}

export interface PlacedNode {
  readonly node: UiNode;
  readonly scope: Scope;
}

const MOST_NODES = 100_000;

/**
 * All nodes that are neither instances nor switched off, in file order.
 * @throws UserError `subgraph_recursion`, `workflow_too_large`
 */
export function expand(workflow: JsonObject): PlacedNode[] {
  const subgraphs = readSubgraphs(workflow);
  const root: Scope = { graph: readGraph(workflow), prefix: '', within: null, contents: new Map() };
  const placed: PlacedNode[] = [];
  const left = placedNodesOf(root);
  for (let next = left.pop(), seen = 1; next; next = left.pop(), seen++) {
    if (seen > MOST_NODES) throw tooLarge();
    const { node, scope } = next;
    if (node.isMuted || node.isBypassed) continue;
    const subgraph = subgraphs.get(node.type);
    if (!subgraph) placed.push(next);
    else for (const inner of placedNodesOf(enter(node, subgraph, scope))) left.push(inner);
  }
  return placed;
}

/** Last first, for a stack. */
function placedNodesOf(scope: Scope): PlacedNode[] {
  return [...scope.graph.nodes.values()].map((node) => ({ node, scope })).reverse();
}

function enter(instance: UiNode, subgraph: Subgraph, scope: Scope): Scope {
  for (let outer = scope.within; outer; outer = outer.scope.within) {
    if (outer.subgraph !== subgraph) continue;
    throw new UserError(
      'subgraph_recursion',
      `The subgraph "${subgraph.name}" contains itself.`,
      'Remove the inner one in the editor.',
    );
  }
  const content: Scope = {
    graph: subgraph.graph,
    prefix: `${scope.prefix}${instance.id}:`,
    within: { scope, instance, subgraph },
    contents: new Map(),
  };
  scope.contents.set(instance.id, content);
  return content;
}

function tooLarge(): UserError {
  return new UserError(
    'workflow_too_large',
    `The workflow has more than ${MOST_NODES} nodes with those in its subgraphs.`,
    'Split it into smaller ones.',
  );
}
