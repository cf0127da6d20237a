/** Turns what the server runs into what the editor shows. */
import { readId } from '../document/ids.ts';
import { newNode } from '../document/edits.ts';
import {
  EMPTY_DOCUMENT,
  type GraphNode,
  type InputSlot,
  type Link,
  type WorkflowDocument,
} from '../document/types.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { NodeClass, NodeClasses } from '../node-class.ts';
import { asLink, unwrapped } from '../prompt.ts';
import { layOut } from './lay-out.ts';

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly title: string | null;
  readonly inputs: JsonObject;
}

/**
 * Nodes and values by name, links as they are, places by the order of the run. Unknown classes get the sockets that
 * are used. Links from nodes that are not there, and values that a known class has no input for, are left out.
 */
export function promptToDocument(prompt: JsonObject, classes: NodeClasses): WorkflowDocument {
  const entries = readEntries(prompt);
  const idOf = new Map([...entries].map(([name, { id }]) => [name, id]));
  const nodes = new Map<string, GraphNode>();
  for (const entry of entries.values()) {
    const known = Object.hasOwn(classes, entry.type) ? classes[entry.type] : undefined;
    nodes.set(entry.id, known ? knownNode(entry, known) : unknownNode(entry));
  }
  const links: Record<string, Link> = {};
  let count = 0;
  for (const { id, inputs } of entries.values()) {
    for (const [input, value] of Object.entries(inputs)) {
      const link = asLink(value);
      const origin = link && idOf.get(link[0]);
      if (!link || origin === undefined || origin === null) continue;
      const slot = link[1];
      const type = connectOutput(nodes, origin, slot, id, input);
      const linkId = String(++count);
      links[linkId] = {
        id: linkId,
        from: { node: origin, slot },
        to: { node: id, input },
        type,
        via: null,
        rest: {},
      };
    }
  }
  const ids = [...nodes.keys()];
  const root = {
    ...EMPTY_DOCUMENT.root,
    nodes: Object.fromEntries(nodes),
    order: ids,
    lastNodeId: Math.max(0, ...ids.map(Number).filter(Number.isSafeInteger)),
    links,
  };
  return { ...EMPTY_DOCUMENT, root: layOut(root, classes) };
}

/** By the name that the prompt has for them; ids of nodes in subgraphs (`12:3`) become plain. */
function readEntries(prompt: JsonObject): Map<string, Entry> {
  const taken = new Set<string>();
  const entries = new Map<string, Entry>();
  for (const [name, node] of Object.entries(prompt)) {
    if (!isObject(node) || typeof node['class_type'] !== 'string') continue;
    const wanted = readId(name.replaceAll(':', '_')) ?? name;
    let id = wanted;
    for (let i = 2; taken.has(id); i++) id = `${wanted}_${i}`;
    taken.add(id);
    const meta = node['_meta'];
    const title = isObject(meta) && typeof meta['title'] === 'string' ? meta['title'] : null;
    const inputs = isObject(node['inputs']) ? node['inputs'] : {};
    entries.set(name, { id, type: node['class_type'], title, inputs });
  }
  return entries;
}

function knownNode({ id, title, inputs }: Entry, nodeClass: NodeClass): GraphNode {
  const node = newNode(id, nodeClass, [0, 0]);
  const given = Object.entries(inputs).filter(
    ([name, value]) => !asLink(value) && Object.hasOwn(node.values, name),
  );
  const more = extraSlots(inputs, new Set(node.inputs.map(({ name }) => name)));
  return {
    ...node,
    title: title === nodeClass.title ? null : title,
    inputs: [...node.inputs, ...more],
    values: {
      ...node.values,
      ...Object.fromEntries(given.map(([name, value]) => [name, unwrapped(value)])),
    },
    controls: Object.fromEntries(Object.keys(node.controls).map((name) => [name, 'fixed'])),
  };
}

function unknownNode({ id, type, title, inputs }: Entry): GraphNode {
  const values = Object.entries(inputs).filter(([, value]) => !asLink(value));
  return {
    id,
    type,
    title,
    position: [0, 0],
    size: [240, 80],
    mode: 'always',
    isCollapsed: false,
    isPinned: false,
    color: null,
    inputs: extraSlots(inputs, new Set()),
    outputs: [],
    values: {},
    controls: {},
    savedWidgets: Object.fromEntries(values),
    properties: { 'Node name for S&R': type },
    rest: { flags: {}, order: 0, mode: 0, inputs: [], outputs: [] },
  };
}

function extraSlots(inputs: JsonObject, there: ReadonlySet<string>): InputSlot[] {
  return Object.entries(inputs)
    .filter(([name, value]) => asLink(value) && !there.has(name))
    .map(([name]) => ({ name, type: '*', isWidget: false, rest: {} }));
}

/** Outputs of an unknown class appear as they are used. @returns the type that runs through the link */
function connectOutput(
  nodes: Map<string, GraphNode>,
  origin: string,
  slot: number,
  target: string,
  input: string,
): string {
  const wanted = nodes.get(target)?.inputs.find(({ name }) => name === input)?.type ?? '*';
  const node = nodes.get(origin);
  if (!node) return wanted;
  const outputs = [...node.outputs];
  while (outputs.length <= Math.min(slot, MOST_OUTPUTS)) {
    outputs.push({ name: '*', type: '*', rest: {} });
  }
  const there = outputs[slot];
  if (there?.type === '*' && wanted !== '*') {
    outputs[slot] = { name: wanted, type: wanted, rest: {} };
  }
  nodes.set(origin, { ...node, outputs });
  return outputs[slot]?.type ?? wanted;
}

const MOST_OUTPUTS = 100;
