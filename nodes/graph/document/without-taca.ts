/** The same workflow as the plain model renders it. */
import { produce, type Draft } from 'immer';
import type { NodeClass, NodeClasses } from '../node-class.ts';
import type { Graph, GraphNode, WorkflowDocument } from './types.ts';

/** Whether TACA has a part in what the workflow makes. */
export function usesTaca({ root, subgraphs }: WorkflowDocument, classes: NodeClasses): boolean {
  const graphs = [root, ...Object.values(subgraphs).map(({ graph }) => graph)];
  return graphs.some((graph) =>
    Object.values(graph.nodes).some((node) => acts(graph, node, classes)),
  );
}

/** Temperatures are 1, and what else belongs to TACA is bypassed, in subgraphs too. */
export function withoutTaca(document: WorkflowDocument, classes: NodeClasses): WorkflowDocument {
  return produce(document, (draft) => {
    turnOff(draft.root, classes);
    for (const { graph } of Object.values(draft.subgraphs)) turnOff(graph, classes);
  });
}

function turnOff(graph: Draft<Graph>, classes: NodeClasses): void {
  for (const node of Object.values(graph.nodes)) {
    if (!acts(graph, node, classes)) continue;
    if ('temperature' in node.values && !hasLinkedTemperature(graph, node)) coolDown(node);
    else node.mode = 'bypass';
  }
}

function acts(graph: Graph, node: GraphNode, classes: NodeClasses): boolean {
  const { type, mode, values } = node;
  const nodeClass = Object.hasOwn(classes, type) ? classes[type] : undefined;
  if (mode !== 'always' || !nodeClass || !isTacaPatch(nodeClass)) return false;
  const isCold = values['temperature'] === 1 && (values['words'] ?? '') === '';
  return !isCold || hasLinkedTemperature(graph, node);
}

function hasLinkedTemperature({ links }: Graph, { id }: GraphNode): boolean {
  return Object.values(links).some(({ to }) => to.node === id && to.input === 'temperature');
}

function coolDown(node: Draft<GraphNode>): void {
  node.values['temperature'] = 1;
  if (typeof node.values['words'] === 'string') node.values['words'] = '';
}

/** Takes a model and gives it changed. */
function isTacaPatch({ category, inputs, outputs }: NodeClass): boolean {
  return (
    category.split('/')[0] === 'TACA' &&
    inputs.some(({ type }) => type === 'MODEL') &&
    outputs.some(({ type }) => type === 'MODEL')
  );
}
