/** Values that nodes standing for subgraphs set for widgets inside them. */
import type { Json } from '../json.ts';
import { listOf } from '../workflow/ui-graph.ts';
import {
  SUBGRAPH_INPUT,
  type Graph,
  type GraphNode,
  type Subgraph,
  type WorkflowDocument,
} from './types.ts';

/**
 * Names of the inputs of a subgraph that an instance has values for, in the order of `widgets_values`. Files that list
 * what they show in `proxyWidgets` keep the values inside.
 */
export function promotedInputs(instance: GraphNode, subgraph: Subgraph): readonly string[] {
  if (Array.isArray(instance.properties['proxyWidgets'])) return [];
  const shown = new Set(instance.inputs.filter((slot) => slot.isWidget).map(({ name }) => name));
  const inside = widgetSlots(subgraph.graph);
  return subgraph.inputs
    .filter(({ name }, slot) => shown.has(name) || inside.has(slot))
    .map(({ name }) => name);
}

/** Slots of the inputs that lead to a widget inside. */
function widgetSlots(graph: Graph): ReadonlySet<number> {
  const slots = new Set<number>();
  for (const { from, to } of Object.values(graph.links)) {
    if (from.node !== SUBGRAPH_INPUT) continue;
    const input = graph.nodes[to.node]?.inputs.find(({ name }) => name === to.input);
    if (input?.isWidget) slots.add(from.slot);
  }
  return slots;
}

/** Sorts what instances have saved by the names of their inputs. */
export function readInstances(document: WorkflowDocument): WorkflowDocument {
  const { subgraphs } = document;
  const read = (graph: Graph): Graph => {
    if (!Object.values(graph.nodes).some(({ type }) => Object.hasOwn(subgraphs, type)))
      return graph;
    return {
      ...graph,
      nodes: Object.fromEntries(
        Object.entries(graph.nodes).map(([id, node]) => {
          const subgraph = Object.hasOwn(subgraphs, node.type) ? subgraphs[node.type] : undefined;
          return [id, subgraph ? readInstance(node, subgraph) : node];
        }),
      ),
    };
  };
  return {
    ...document,
    root: read(document.root),
    subgraphs: Object.fromEntries(
      Object.entries(subgraphs).map(([id, subgraph]) => [
        id,
        { ...subgraph, graph: read(subgraph.graph) },
      ]),
    ),
  };
}

function readInstance(node: GraphNode, subgraph: Subgraph): GraphNode {
  if (!Array.isArray(node.savedWidgets)) return node;
  const saved: readonly Json[] = node.savedWidgets;
  const names = promotedInputs(node, subgraph);
  return {
    ...node,
    values: Object.fromEntries(
      names.flatMap((name, i) => (saved[i] === undefined ? [] : [[name, saved[i]]])),
    ),
    savedWidgets: saved.slice(names.length),
  };
}

/** `widgets_values` of an instance; undefined when it has none. */
export function writeInstanceValues(node: GraphNode, subgraph: Subgraph): Json | undefined {
  const names = promotedInputs(node, subgraph);
  const rest = node.savedWidgets as Json | null;
  if (rest !== null && !Array.isArray(rest)) return rest;
  const given = names.map((name) => (Object.hasOwn(node.values, name) ? node.values[name] : null));
  while (given.length > 0 && given.at(-1) === null && rest === null) given.pop();
  if (given.length === 0 && rest === null) return undefined;
  return [...given.map((value) => value ?? null), ...listOf(rest ?? [])];
}
