/** ComfyUI's API format: `{ "4": { class_type, inputs: { name: value or ["3", 0] }, _meta: { title } } }`. */
import type { AnyNode, Registry } from './definition.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** [id of the node it comes from, output slot] */
export type Link = readonly [node: string, slot: number];

export interface PromptNode {
  readonly id: string;
  /** Null when the file has none. */
  readonly classType: string | null;
  readonly title: string | null;
  readonly inputs: ReadonlyMap<string, Json>;
}

/** Maps, so that ids and names such as `__proto__` are names like any other. */
export type Prompt = ReadonlyMap<string, PromptNode>;

/** What of a prompt has not even the shape of one. */
export interface MalformedPrompt {
  readonly problem: string;
  readonly node: string | null;
}

export function readPrompt(json: Json | undefined): Prompt | MalformedPrompt {
  if (!isObject(json)) {
    return { problem: 'A prompt is an object of nodes, by id.', node: null };
  }
  const prompt = new Map<string, PromptNode>();
  for (const [id, node] of Object.entries(json)) {
    if (!isObject(node))
      return { problem: 'A node is an object with class_type and inputs.', node: id };
    const inputs = member(node, 'inputs') ?? {};
    if (!isObject(inputs) || member(node, 'inputs') === null) {
      return { problem: 'The inputs of a node are an object, by name.', node: id };
    }
    const classType = member(node, 'class_type');
    const meta = member(node, '_meta');
    const title = isObject(meta) ? member(meta, 'title') : undefined;
    prompt.set(id, {
      id,
      classType: typeof classType === 'string' ? classType : null,
      title: typeof title === 'string' ? title : null,
      inputs: new Map(Object.entries(inputs)),
    });
  }
  return prompt;
}

export function isMalformed(prompt: Prompt | MalformedPrompt): prompt is MalformedPrompt {
  return 'problem' in prompt;
}

export function definitionOf(registry: Registry, classType: string | null): AnyNode | undefined {
  return classType !== null && Object.hasOwn(registry, classType) ? registry[classType] : undefined;
}

/** The link that an input value is, or null. A list that is a value and no link is written `{ "__value__": [...] }`. */
export function asLink(value: Json | undefined): Link | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [node, slot] = value;
  return typeof node === 'string' && typeof slot === 'number' && Number.isInteger(slot) && slot >= 0
    ? [node, slot]
    : null;
}

/** A value without its `__value__` wrapper. */
export function unwrapped(value: Json): Json {
  return isObject(value) && Object.hasOwn(value, '__value__')
    ? (value['__value__'] ?? null)
    : value;
}

/** The links of a node's declared inputs; links into inputs that the class does not have mean nothing. */
export function linksOf(node: PromptNode, definition: AnyNode): Link[] {
  const links: Link[] = [];
  for (const name of Object.keys(definition.inputs)) {
    const link = asLink(node.inputs.get(name));
    if (link) links.push(link);
  }
  return links;
}

function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
