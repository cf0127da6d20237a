/** What a person decides about missing parts, on a draft of the document. */
import type { Draft } from 'immer';
import { inputsOfClass, outputsOfClass } from '../document/read-slots.ts';
import { newNode } from '../document/edits.ts';
import { nodeLayout } from '../document/node-size.ts';
import { dropUnusedReroutes } from '../document/reroutes.ts';
import type { GraphDraft, GraphNode, WorkflowDocument } from '../document/types.ts';
import { isObject, type Json } from '../json.ts';
import { isWidgetInput, type NodeClass } from '../node-class.ts';
import { typesFit } from '../socket-types.ts';
import type { ModelChange } from './import-report.ts';
import type { Place } from './places.ts';

type DocumentDraft = Draft<WorkflowDocument>;

export function setModels(document: DocumentDraft, changes: readonly ModelChange[]): void {
  for (const change of changes) {
    const node = graphAt(document, change)?.nodes[change.node];
    if (node) node.values = { ...node.values, [change.input]: change.value };
  }
}

export function bypassNodes(document: DocumentDraft, places: readonly Place[]): void {
  for (const place of places) {
    const node = graphAt(document, place)?.nodes[place.node];
    if (node) node.mode = 'bypass';
  }
}

/** Links go to sockets of the same name, else to free ones of their type; values to widgets of the same name. */
export function replaceNodes(
  document: DocumentDraft,
  places: readonly Place[],
  nodeClass: NodeClass,
): void {
  for (const place of places) {
    const graph = graphAt(document, place);
    const node = graph?.nodes[place.node];
    if (graph && node) replaceNode(graph, node, nodeClass);
  }
}

function replaceNode(graph: GraphDraft, node: GraphNode, nodeClass: NodeClass): void {
  const fresh = newNode(node.id, nodeClass, node.position);
  const named = isObject(node.savedWidgets) ? node.savedWidgets : {};
  const kept = nodeClass.inputs
    .filter(isWidgetInput)
    .filter(({ name }) => Object.hasOwn(named, name))
    .map(({ name }): [string, Json] => [name, named[name] ?? null]);
  const replaced: GraphNode = {
    ...fresh,
    title: node.title,
    mode: node.mode,
    color: node.color,
    isCollapsed: node.isCollapsed,
    isPinned: node.isPinned,
    values: { ...fresh.values, ...Object.fromEntries(kept) },
  };
  const { height } = nodeLayout(replaced, nodeClass);
  graph.nodes[node.id] = {
    ...replaced,
    size: [replaced.size[0], height],
  } as GraphDraft['nodes'][string];
  moveInputs(graph, node, nodeClass);
  moveOutputs(graph, node, nodeClass);
  dropUnusedReroutes(graph);
}

function moveInputs(graph: GraphDraft, node: GraphNode, nodeClass: NodeClass): void {
  const free = inputsOfClass(nodeClass);
  const take = (fits: (slot: (typeof free)[number]) => boolean) => {
    const index = free.findIndex(fits);
    return index < 0 ? undefined : free.splice(index, 1)[0];
  };
  const links = Object.values(graph.links).filter(({ to }) => to.node === node.id);
  const left = links.filter((link) => !take(({ name }) => name === link.to.input));
  for (const link of left) {
    const slot = take(({ type, isWidget }) => !isWidget && typesFit(link.type, type));
    if (slot) link.to.input = slot.name;
    else delete graph.links[link.id];
  }
}

function moveOutputs(graph: GraphDraft, node: GraphNode, nodeClass: NodeClass): void {
  const outputs = outputsOfClass(nodeClass);
  for (const link of Object.values(graph.links)) {
    if (link.from.node !== node.id) continue;
    const same = outputs[link.from.slot];
    const slot =
      same && typesFit(same.type, link.type)
        ? link.from.slot
        : outputs.findIndex(({ type }) => typesFit(type, link.type));
    if (slot < 0) delete graph.links[link.id];
    else link.from.slot = slot;
  }
}

function graphAt(document: DocumentDraft, { subgraph }: Place): GraphDraft | undefined {
  return subgraph === null ? document.root : document.subgraphs[subgraph]?.graph;
}
