import { isObject, type Json, type JsonObject } from '../json.ts';
import type { NodeClass, NodeClasses } from '../node-class.ts';
import { layoutsOfClasses } from '../workflow/class-layout.ts';
import { readId } from './ids.ts';
import {
  hasFlag,
  keptOf,
  memberOf,
  modeField,
  positionField,
  sizeField,
  textField,
  without,
} from './node-fields.ts';
import { readValues } from './node-values.ts';
import { readInputs, readOutputs } from './read-slots.ts';
import type { GraphNode } from './types.ts';

const OWN = new Set(['id', 'type', 'title', 'color', 'pos', 'size', 'mode', 'properties']);
const SLOTS = new Set(['inputs', 'outputs', 'widgets_values']);

export const titleField = textField('title');
export const colorField = textField('color');

/** Null for what is no node. */
export function readNode(json: JsonObject, classes: NodeClasses): GraphNode | null {
  const id = readId(memberOf(json, 'id'));
  const type = memberOf(json, 'type');
  if (id === null || typeof type !== 'string') return null;
  const nodeClass = classOf(classes, type);
  const flags = memberOf(json, 'flags');
  const properties = memberOf(json, 'properties');
  const inputs = readInputs(memberOf(json, 'inputs'), nodeClass);
  const outputs = readOutputs(memberOf(json, 'outputs'), nodeClass);
  const widgets = memberOf(json, 'widgets_values');
  const values = readValues(layoutsOfClasses(classes)(type), widgets);
  return {
    id,
    type,
    title: titleField.read(memberOf(json, 'title')),
    position: positionField.read(memberOf(json, 'pos')),
    size: sizeField.read(memberOf(json, 'size')),
    mode: modeField.read(memberOf(json, 'mode')),
    isCollapsed: hasFlag(flags, 'collapsed'),
    isPinned: hasFlag(flags, 'pinned'),
    color: colorField.read(memberOf(json, 'color')),
    inputs,
    outputs,
    ...values,
    properties: isObject(properties) ? properties : {},
    rest: {
      ...without(json, new Set([...OWN, ...SLOTS])),
      ...keptOf(titleField, json),
      ...keptOf(positionField, json),
      ...keptOf(sizeField, json),
      ...keptOf(modeField, json),
      ...keptOf(colorField, json),
      ...(properties !== undefined && isEmpty(properties) && { properties }),
      ...(inputs.length === 0 && 'inputs' in json && { inputs: memberOf(json, 'inputs') ?? null }),
      ...(outputs.length === 0 &&
        'outputs' in json && { outputs: memberOf(json, 'outputs') ?? null }),
      ...(!Array.isArray(widgets) &&
        !isObject(widgets) &&
        widgets !== undefined && { widgets_values: widgets }),
    },
  };
}

/** What is no record, or one of nothing. */
function isEmpty(properties: Json): boolean {
  return !isObject(properties) || Object.keys(properties).length === 0;
}

export function classOf(classes: NodeClasses, type: string): NodeClass | undefined {
  return Object.hasOwn(classes, type) ? classes[type] : undefined;
}
