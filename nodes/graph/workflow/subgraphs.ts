/** Subgraphs: graphs with inputs and outputs of their own, which nodes of their type stand for. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import {
  idOf,
  listOf,
  readGraph,
  textOf,
  type UiGraph,
  type UiLink,
  type UiNode,
} from './ui-graph.ts';

export interface Subgraph {
  readonly id: string;
  readonly name: string;
  readonly graph: UiGraph;
  /** Names of the inputs, by the slot that inner links come from. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Inner links from each input. */
  readonly fromInput: ReadonlyMap<number, readonly UiLink[]>;
  /** The inner link into each output. */
  readonly toOutput: ReadonlyMap<number, UiLink>;
  /** The node that inner links from the inputs start at. */
  readonly inputNode: string;
}

const INPUT_NODE = '-10';
const OUTPUT_NODE = '-20';

/** Definitions by id, those within others too. */
export function readSubgraphs(workflow: JsonObject): ReadonlyMap<string, Subgraph> {
  const subgraphs = new Map<string, Subgraph>();
  const left: Json[] = [workflow];
  while (left.length > 0) {
    const owner = left.pop();
    const definitions = isObject(owner) ? owner['definitions'] : undefined;
    for (const json of listOf(isObject(definitions) ? definitions['subgraphs'] : undefined)) {
      const subgraph = isObject(json) ? readSubgraph(json) : null;
      if (subgraph && !subgraphs.has(subgraph.id)) subgraphs.set(subgraph.id, subgraph);
      left.push(json);
    }
  }
  return subgraphs;
}

function readSubgraph(json: JsonObject): Subgraph | null {
  const id = idOf(json['id']);
  if (id === null) return null;
  const graph = readGraph(json);
  const inputNode = boundaryId(json['inputNode'], INPUT_NODE);
  const outputNode = boundaryId(json['outputNode'], OUTPUT_NODE);
  const fromInput = new Map<number, UiLink[]>();
  const toOutput = new Map<number, UiLink>();
  for (const link of graph.links.values()) {
    if (link.origin === inputNode) {
      fromInput.set(link.originSlot, [...(fromInput.get(link.originSlot) ?? []), link]);
    }
    if (link.target === outputNode) toOutput.set(link.targetSlot, link);
  }
  const names = (slots: Json | undefined) => listOf(slots).map((slot) => textOf(slot, 'name'));
  return {
    id,
    name: textOf(json, 'name'),
    graph,
    inputs: names(json['inputs']),
    outputs: names(json['outputs']),
    fromInput,
    toOutput,
    inputNode,
  };
}

function boundaryId(node: Json | undefined, usual: string): string {
  return (isObject(node) ? idOf(node['id']) : null) ?? usual;
}

/**
 * Values that an instance sets for widgets inside it, by input name: one for each input that leads to a widget. Older
 * files list what they show in `proxyWidgets` instead, and the values stay inside.
 */
export function promotedValues(instance: UiNode, subgraph: Subgraph): ReadonlyMap<string, Json> {
  const values = new Map<string, Json>();
  if (Array.isArray(instance.properties['proxyWidgets']) || !Array.isArray(instance.widgets)) {
    return values;
  }
  const given: readonly Json[] = instance.widgets;
  let next = 0;
  for (const [slot, name] of subgraph.inputs.entries()) {
    if (!leadsToWidget(slot, name, instance, subgraph)) continue;
    const value = given[next++];
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

function leadsToWidget(slot: number, name: string, instance: UiNode, subgraph: Subgraph): boolean {
  if (instance.inputs.some((input) => input.name === name && input.isWidget)) return true;
  return (subgraph.fromInput.get(slot) ?? []).some(
    ({ target, targetSlot }) => subgraph.graph.nodes.get(target)?.inputs[targetSlot]?.isWidget,
  );
}
