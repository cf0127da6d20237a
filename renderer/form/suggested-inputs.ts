/** What a form shows before somebody has chosen: what most people want to change. */
import type { Graph, GraphNode, NodeId } from '../../nodes/graph/document/types.ts';
import {
  isWidgetInput,
  type NodeClass,
  type NodeClasses,
  type WidgetInfo,
} from '../../nodes/graph/node-class.ts';
import type { FormInput } from './form-inputs.ts';

/** Prompt, size, seed, steps, and the temperature of TACA, as far as the workflow has them. */
export function suggestedInputs(graph: Graph, classes: NodeClasses): FormInput[] {
  const nodes = graph.order.flatMap((id) => {
    const node = graph.nodes[id];
    const nodeClass = node && classes[node.type];
    return nodeClass && node.mode === 'always' ? [{ node, nodeClass }] : [];
  });
  const first = (fits: (place: Place) => boolean, ...inputs: string[]): FormInput[] => {
    const place = nodes.find(
      (one) => inputs.every((input) => isFree(graph, one, input)) && fits(one),
    );
    return place ? inputs.map((input) => ({ node: place.node.id, input, label: null })) : [];
  };
  const prompt = promptOf(graph, nodes);
  const makes =
    (...types: string[]) =>
    ({ nodeClass }: Place) =>
      nodeClass.outputs.some(({ type }) => types.includes(type));
  return [
    ...(prompt ? [prompt] : []),
    ...first(makes('LATENT'), 'width', 'height'),
    ...[...first(() => true, 'seed'), ...first(() => true, 'noise_seed')].slice(0, 1),
    ...first(makes('LATENT', 'SIGMAS'), 'steps'),
    ...first(({ node }) => node.type === 'TACAAttention', 'temperature'),
  ];
}

/** Widgets of a class by name. */
export function widgetOf(nodeClass: NodeClass | undefined, name: string): WidgetInfo | undefined {
  return nodeClass?.inputs.filter(isWidgetInput).find((input) => input.name === name);
}

interface Place {
  readonly node: GraphNode;
  readonly nodeClass: NodeClass;
}

/** A widget that nothing is linked to. */
function isFree(graph: Graph, { node, nodeClass }: Place, input: string): boolean {
  const isLinked = Object.values(graph.links).some(
    ({ to }) => to.node === node.id && to.input === input,
  );
  return !isLinked && widgetOf(nodeClass, input) !== undefined;
}

/** The text that reaches a `positive` input; else the first text of several lines. */
function promptOf(graph: Graph, nodes: readonly Place[]): FormInput | null {
  const textOf = ({ nodeClass, node }: Place): FormInput | null => {
    const widget = nodeClass.inputs.find((input) => input.kind === 'string' && input.multiline);
    const isUsable = widget && isFree(graph, { node, nodeClass }, widget.name);
    return isUsable ? { node: node.id, input: widget.name, label: null } : null;
  };
  const positive = Object.values(graph.links).find(({ to }) => to.input === 'positive');
  const upstream = positive ? sourcesOf(graph, positive.from.node) : [];
  const candidates = [
    ...upstream.flatMap((id) => nodes.filter(({ node }) => node.id === id)),
    ...nodes,
  ];
  for (const place of candidates) {
    const text = textOf(place);
    if (text) return text;
  }
  return null;
}

/** The node and all that feeds its conditioning or text, nearest first. */
function sourcesOf(graph: Graph, node: NodeId): NodeId[] {
  const found = new Set([node]);
  for (const id of found) {
    for (const { from, to, type } of Object.values(graph.links)) {
      const isText = type === 'CONDITIONING' || type === 'STRING';
      if (to.node === id && isText && to.input !== 'negative') found.add(from.node);
    }
  }
  return [...found];
}
