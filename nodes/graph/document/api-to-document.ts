import type { Json, JsonObject } from '../json.ts';
import { defaultValue, isWidgetInput, type NodeClass, type NodeClasses } from '../node-class.ts';
import { asLink, isMalformed, readPrompt, unwrapped, type PromptNode } from '../prompt.ts';
import { newNode } from './edits.ts';
import { highestId, readId } from './ids.ts';
import { placeInLayers } from './layers.ts';
import { nodeLayout } from './node-size.ts';
import { classOf } from './read-node.ts';
import { inputsOfClass, outputsOfClass } from './read-slots.ts';
import {
  EMPTY_DOCUMENT,
  EMPTY_GRAPH,
  type GraphNode,
  type InputSlot,
  type Link,
  type OutputSlot,
  type SeedControl,
  type WorkflowDocument,
} from './types.ts';

interface Wire {
  readonly from: { readonly node: string; readonly slot: number };
  readonly to: { readonly node: string; readonly input: string };
}

/** A prompt in API format as a workflow: ids, links and values are kept, nodes stand in columns. */
export function apiToDocument(json: JsonObject, classes: NodeClasses): WorkflowDocument {
  const read = readPrompt(json);
  if (isMalformed(read)) return EMPTY_DOCUMENT;
  const prompt = new Map([...read].map(([id, node]) => [readId(id) ?? id, node]));
  const wires = wiresOf(prompt);
  const nodes = [...prompt].map(([id, node]) => nodeOf(id, node, classes, wires));
  const sizes = new Map(
    nodes.map((node) => {
      const { width, height } = nodeLayout(node, classOf(classes, node.type));
      return [node.id, [width, height] as const];
    }),
  );
  const feeds = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of wires) feeds.get(to.node)?.push(from.node);
  const places = placeInLayers(sizes, feeds);
  const types = new Map(nodes.map((node) => [node.id, node.outputs]));
  const links = wires.map((wire, i): [string, Link] => {
    const type = types.get(wire.from.node)?.[wire.from.slot]?.type ?? '*';
    return [String(i + 1), { id: String(i + 1), ...wire, type, via: null, rest: {} }];
  });
  const ids = nodes.map(({ id }) => id);
  return {
    ...EMPTY_DOCUMENT,
    root: {
      ...EMPTY_GRAPH,
      nodes: Object.fromEntries(
        nodes.map((node) => [
          node.id,
          {
            ...node,
            position: places.get(node.id) ?? [0, 0],
            size: sizes.get(node.id) ?? node.size,
          },
        ]),
      ),
      order: ids,
      lastNodeId: highestId(ids),
      links: Object.fromEntries(links),
    },
  };
}

function wiresOf(prompt: ReadonlyMap<string, PromptNode>): Wire[] {
  return [...prompt].flatMap(([id, { inputs }]) =>
    [...inputs].flatMap(([input, value]): Wire[] => {
      const link = asLink(value);
      const origin = link && readId(link[0]);
      return link && origin !== null && prompt.has(origin)
        ? [{ from: { node: origin, slot: link[1] }, to: { node: id, input } }]
        : [];
    }),
  );
}

function nodeOf(
  id: string,
  { classType, title, inputs }: PromptNode,
  classes: NodeClasses,
  wires: readonly Wire[],
): GraphNode {
  const type = classType ?? '';
  const nodeClass = classOf(classes, type);
  const linked = new Set(wires.filter(({ to }) => to.node === id).map(({ to }) => to.input));
  const values = new Map(
    [...inputs]
      .filter(([name]) => !linked.has(name))
      .map(([name, value]) => [name, unwrapped(value)]),
  );
  const outputCount = Math.max(
    0,
    ...wires.filter(({ from }) => from.node === id).map(({ from }) => from.slot + 1),
  );
  return {
    ...newNode(id, nodeClass ?? placeholder(type), [0, 0]),
    title: title === (nodeClass?.title ?? type) ? null : title,
    inputs: inputsWith(nodeClass, linked),
    outputs: outputsWith(nodeClass, outputCount),
    ...(nodeClass
      ? valuesOf(nodeClass, values)
      : { values: {}, controls: {}, savedWidgets: Object.fromEntries(values) }),
  };
}

function valuesOf(
  nodeClass: NodeClass,
  given: ReadonlyMap<string, Json>,
): Pick<GraphNode, 'values' | 'controls'> {
  const widgets = nodeClass.inputs.filter(isWidgetInput);
  return {
    values: Object.fromEntries(
      widgets.map((input) => [input.name, given.get(input.name) ?? defaultValue(input)]),
    ),
    controls: Object.fromEntries(
      widgets
        .filter((input) => 'hasControl' in input && input.hasControl)
        .map(({ name }): [string, SeedControl] => [name, 'fixed']),
    ),
  };
}

function inputsWith(nodeClass: NodeClass | undefined, linked: ReadonlySet<string>): InputSlot[] {
  const known = inputsOfClass(nodeClass);
  const names = new Set(known.map(({ name }) => name));
  const others = [...linked].filter((name) => !names.has(name));
  return [...known, ...others.map((name) => ({ name, type: '*', isWidget: false, rest: {} }))];
}

function outputsWith(nodeClass: NodeClass | undefined, count: number): OutputSlot[] {
  const known = outputsOfClass(nodeClass);
  const missing = Math.max(0, count - known.length);
  return [...known, ...Array.from({ length: missing }, () => ({ name: '*', type: '*', rest: {} }))];
}

function placeholder(id: string): NodeClass {
  return {
    id,
    title: id,
    category: '',
    description: '',
    inputs: [],
    outputs: [],
    isOutput: false,
    isDeprecated: false,
    isExperimental: false,
    aliases: [],
  };
}
