/** What a subgraph shows outside: its inputs, among them widgets of nodes inside, and its outputs. */
import type { Json } from '../json.ts';
import { connect, linkInto, type LinkEnd, type LinkStart } from './connect.ts';
import { innerValue } from './instance-values.ts';
import { newUuid, uniqueName } from './ids.ts';
import { dropUnusedReroutes } from './reroutes.ts';
import { forEachInstance } from './subgraphs.ts';
import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type DocumentDraft,
  type GraphDraft,
  type SubgraphId,
} from './types.ts';

export type Side = 'inputs' | 'outputs';

/**
 * Shows an input of a node inside; a widget's value is then set on each instance.
 * @returns the slot; null when the input is missing
 */
export function exposeInput(document: DocumentDraft, id: SubgraphId, to: LinkEnd): number | null {
  const subgraph = document.subgraphs[id];
  const input = subgraph?.graph.nodes[to.node]?.inputs.find(({ name }) => name === to.input);
  if (!subgraph || !input) return null;
  const existing = linkInto(subgraph.graph, to);
  if (existing?.from.node === SUBGRAPH_INPUT) return existing.from.slot;
  const slot = subgraph.inputs.length;
  const name = freshName(subgraph.inputs, input.name);
  subgraph.inputs.push({ id: newUuid(), name, type: input.type, rest: {} });
  connect(subgraph.graph, { node: SUBGRAPH_INPUT, slot }, to);
  const value = innerValue(subgraph, name);
  const control = subgraph.graph.nodes[to.node]?.controls[to.input];
  forEachInstance(document, id, (node) => {
    node.inputs.push({ name, type: input.type, isWidget: input.isWidget, rest: {} });
    if (input.isWidget && value !== undefined) setInstanceValue(node, name, value);
    if (control) node.controls = { ...node.controls, [name]: control };
  });
  return slot;
}

/** Shows an output of a node inside. @returns the slot; null when the output is missing */
export function exposeOutput(
  document: DocumentDraft,
  id: SubgraphId,
  from: LinkStart,
): number | null {
  const subgraph = document.subgraphs[id];
  const output = subgraph?.graph.nodes[from.node]?.outputs[from.slot];
  if (!subgraph || !output) return null;
  const slot = subgraph.outputs.length;
  const name = freshName(subgraph.outputs, output.name || output.type);
  subgraph.outputs.push({ id: newUuid(), name, type: output.type, rest: {} });
  connect(subgraph.graph, from, { node: SUBGRAPH_OUTPUT, input: String(slot) });
  forEachInstance(document, id, (node) => {
    node.outputs.push({ name, type: output.type, rest: {} });
  });
  return slot;
}

/** Takes a slot away, with all links to it inside and outside. */
export function unexpose(document: DocumentDraft, id: SubgraphId, side: Side, slot: number): void {
  const subgraph = document.subgraphs[id];
  const name = subgraph?.[side][slot]?.name;
  if (!subgraph || name === undefined) return;
  subgraph[side].splice(slot, 1);
  if (side === 'inputs') {
    dropInnerInput(subgraph.graph, slot);
    forEachInstance(document, id, (node, graph) => {
      node.inputs = node.inputs.filter((input) => input.name !== name);
      const { [name]: _, ...values } = node.values;
      node.values = values;
      const { [name]: _control, ...controls } = node.controls;
      node.controls = controls;
      const link = linkInto(graph, { node: node.id, input: name });
      if (link) delete graph.links[link.id];
      dropUnusedReroutes(graph);
    });
    return;
  }
  dropInnerOutput(subgraph.graph, slot);
  forEachInstance(document, id, (node, graph) => {
    const at = node.outputs.findIndex((output) => output.name === name);
    if (at < 0) return;
    node.outputs.splice(at, 1);
    shiftStarts(graph, node.id, at);
  });
}

/** @returns the name that it got, which is unique; null when there is no such slot */
export function renameSlot(
  document: DocumentDraft,
  id: SubgraphId,
  side: Side,
  slot: number,
  wanted: string,
): string | null {
  const subgraph = document.subgraphs[id];
  const found = subgraph?.[side][slot];
  if (!subgraph || !found) return null;
  const before = found.name;
  const others = subgraph[side].filter((_, i) => i !== slot);
  const name = freshName(others, wanted.trim() || found.type);
  found.name = name;
  delete found.rest['label'];
  forEachInstance(document, id, (node, graph) => {
    const own = node[side].find((candidate) => candidate.name === before);
    if (!own) return;
    own.name = name;
    delete own.rest['label'];
    if (side === 'outputs') return;
    delete own.rest['widget'];
    const link = linkInto(graph, { node: node.id, input: before });
    if (link) link.to.input = name;
    const { [before]: value, ...values } = node.values;
    node.values = values;
    if (value !== undefined) setInstanceValue(node, name, value);
    const { [before]: control, ...controls } = node.controls;
    node.controls = control ? { ...controls, [name]: control } : controls;
  });
  return name;
}

function setInstanceValue(node: GraphDraft['nodes'][string], name: string, value: Json): void {
  node.values = { ...node.values, [name]: value };
}

function freshName(slots: readonly { readonly name: string }[], wanted: string): string {
  return uniqueName(wanted, new Set(slots.map(({ name }) => name)));
}

function dropInnerInput(graph: GraphDraft, slot: number): void {
  shiftStarts(graph, SUBGRAPH_INPUT, slot);
}

function dropInnerOutput(graph: GraphDraft, slot: number): void {
  for (const link of Object.values(graph.links)) {
    if (link.to.node !== SUBGRAPH_OUTPUT) continue;
    const at = Number(link.to.input);
    if (at === slot) delete graph.links[link.id];
    else if (at > slot) link.to.input = String(at - 1);
  }
  dropUnusedReroutes(graph);
}

/** Removes links from a slot; those of later slots move up. */
function shiftStarts(graph: GraphDraft, node: string, slot: number): void {
  for (const link of Object.values(graph.links)) {
    if (link.from.node !== node) continue;
    if (link.from.slot === slot) delete graph.links[link.id];
    else if (link.from.slot > slot) link.from.slot--;
  }
  dropUnusedReroutes(graph);
}
