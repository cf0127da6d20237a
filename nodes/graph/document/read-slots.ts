import { isObject, type Json, type JsonObject } from '../json.ts';
import { isWidgetInput, type NodeClass } from '../node-class.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { uniqueName } from './ids.ts';
import { memberOf, without } from './node-fields.ts';
import type { InputSlot, OutputSlot } from './types.ts';

const INPUT = new Set(['name', 'type', 'link']);
const OUTPUT = new Set(['name', 'type']);

/** Those of the file, then those that its class has besides. */
export function readInputs(json: Json | undefined, nodeClass: NodeClass | undefined): InputSlot[] {
  const taken = new Set<string>();
  const inputs = listOf(json).map((entry): InputSlot => {
    const slot = isObject(entry) ? entry : {};
    const { name, rest } = slotName(slot, taken);
    const type = memberOf(slot, 'type');
    return {
      name,
      type: typeof type === 'string' ? type : '*',
      isWidget: isObject(memberOf(slot, 'widget')),
      rest: { ...without(slot, INPUT), ...rest, ...oddType(type) },
    };
  });
  return [...inputs, ...inputsOfClass(nodeClass).filter(({ name }) => !taken.has(name))];
}

/** The slots of a new node, sockets before widgets. */
export function inputsOfClass(nodeClass: NodeClass | undefined): InputSlot[] {
  const slots = (nodeClass?.inputs ?? []).map((input): InputSlot => {
    const isWidget = isWidgetInput(input);
    return {
      name: input.name,
      type: input.type,
      isWidget,
      rest: {
        ...(isWidget && { widget: { name: input.name } }),
        ...(input.isOptional && { shape: 7 }),
      },
    };
  });
  return [...slots.filter((slot) => !slot.isWidget), ...slots.filter((slot) => slot.isWidget)];
}

export function readOutputs(
  json: Json | undefined,
  nodeClass: NodeClass | undefined,
): OutputSlot[] {
  const outputs = listOf(json).map((entry): OutputSlot => {
    const slot = isObject(entry) ? entry : {};
    const name = memberOf(slot, 'name');
    const type = memberOf(slot, 'type');
    return {
      name: typeof name === 'string' ? name : '',
      type: typeof type === 'string' ? type : '*',
      rest: {
        ...without(slot, OUTPUT),
        ...(typeof name !== 'string' && name !== undefined && { name }),
        ...oddType(type),
      },
    };
  });
  return [...outputs, ...outputsOfClass(nodeClass).slice(outputs.length)];
}

export function outputsOfClass(nodeClass: NodeClass | undefined): OutputSlot[] {
  return (nodeClass?.outputs ?? []).map(({ name, type }) => ({ name, type, rest: {} }));
}

/** Names of inputs are made unique; the file's own is kept. */
function slotName(slot: JsonObject, taken: Set<string>): { name: string; rest: JsonObject } {
  const raw = memberOf(slot, 'name');
  const name = uniqueName(typeof raw === 'string' ? raw : '', taken);
  taken.add(name);
  return { name, rest: name === raw || raw === undefined ? {} : { name: raw } };
}

function oddType(type: Json | undefined): JsonObject {
  return typeof type === 'string' || type === undefined ? {} : { type };
}
