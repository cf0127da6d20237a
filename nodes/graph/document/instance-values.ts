/** Values that nodes standing for subgraphs set for widgets inside them. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { isControl } from './node-values.ts';
import {
  SUBGRAPH_INPUT,
  type Graph,
  type GraphNode,
  type NodeId,
  type SeedControl,
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

/** With the slots that the subgraph has and the file left out. */
function readInstance(node: GraphNode, subgraph: Subgraph): GraphNode {
  const names = promotedInputs(node, subgraph);
  const saved: readonly Json[] = Array.isArray(node.savedWidgets) ? node.savedWidgets : [];
  const inside = widgetSlots(subgraph.graph);
  const inputs = new Set(node.inputs.map(({ name }) => name));
  const outputs = new Set(node.outputs.map(({ name }) => name));
  return {
    ...node,
    controls: readControls(node, names),
    inputs: [
      ...node.inputs,
      ...subgraph.inputs.flatMap(({ name, type }, slot) =>
        inputs.has(name) ? [] : [{ name, type, isWidget: inside.has(slot), rest: {} }],
      ),
    ],
    outputs: [
      ...node.outputs,
      ...subgraph.outputs.flatMap(({ name, type }) =>
        outputs.has(name) ? [] : [{ name, type, rest: {} }],
      ),
    ],
    ...(Array.isArray(node.savedWidgets) && {
      values: Object.fromEntries(
        names.flatMap((name, i) => (saved[i] === undefined ? [] : [[name, saved[i]]])),
      ),
      savedWidgets: saved.slice(names.length),
    }),
  };
}

/** What happens to seeds of an instance after a run: files have no place for it but the properties. */
const CONTROLS = 'seedControls';

function readControls(node: GraphNode, names: readonly string[]): GraphNode['controls'] {
  const saved = node.properties[CONTROLS];
  return Object.fromEntries(
    Object.entries(isObject(saved) ? saved : {}).filter(
      (entry): entry is [string, SeedControl] => names.includes(entry[0]) && isControl(entry[1]),
    ),
  );
}

/** `properties` of an instance, where its controls change them. */
export function writeControls({ properties, controls }: GraphNode): JsonObject {
  const { [CONTROLS]: saved, ...others } = properties;
  if (Object.keys(controls).length > 0) {
    return { properties: { ...others, [CONTROLS]: { ...controls } } };
  }
  return saved === undefined ? {} : { properties: others };
}

/** `widgets_values` of an instance, with what stands inside for what it does not set; undefined when it has none. */
export function writeInstanceValues(node: GraphNode, subgraph: Subgraph): Json | undefined {
  const { savedWidgets } = node;
  if (savedWidgets !== null && !Array.isArray(savedWidgets)) return savedWidgets as Json;
  const names = promotedInputs(node, subgraph);
  if (savedWidgets === null && names.length === 0) return undefined;
  const values = names.map(
    (name) =>
      (Object.hasOwn(node.values, name) ? node.values[name] : innerValue(subgraph, name)) ?? null,
  );
  return [...values, ...listOf((savedWidgets as Json | null) ?? [])];
}

/** The value of the widget inside that an input leads to. */
export function innerValue(subgraph: Subgraph, name: string): Json | undefined {
  const widget = innerWidget(subgraph, name);
  return widget && subgraph.graph.nodes[widget.node]?.values[widget.input];
}

/** The widget inside that an input leads to. */
export function innerWidget(
  { graph, inputs }: Subgraph,
  name: string,
): { readonly node: NodeId; readonly input: string } | undefined {
  const slot = inputs.findIndex((input) => input.name === name);
  return Object.values(graph.links).find(
    ({ from, to }) =>
      from.node === SUBGRAPH_INPUT &&
      from.slot === slot &&
      graph.nodes[to.node]?.inputs.some((input) => input.name === to.input && input.isWidget),
  )?.to;
}
