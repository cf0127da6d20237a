/** Widget values of a saved node, which lie in the order of its definition's inputs, by name. */
import { defaultOf, isWidget, type WidgetSpec } from '../coerce.ts';
import type { AnyNode } from '../definition.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

const CONTROLS = new Set<Json>(['fixed', 'increment', 'decrement', 'randomize']);

/** Values that the file lacks are the defaults. */
export function widgetValues(
  definition: AnyNode,
  saved: readonly Json[] | JsonObject,
): Map<string, Json> {
  const given = isObject(saved) ? byName(definition, saved) : byPosition(definition, saved);
  const values = new Map<string, Json>();
  for (const [name, spec] of widgetsOf(definition)) {
    const value = given.get(name) ?? defaultOf(spec);
    if (value !== undefined) values.set(name, Array.isArray(value) ? { __value__: value } : value);
  }
  return values;
}

/** Required ones first, as the editor draws them. */
function widgetsOf(definition: AnyNode): [string, WidgetSpec][] {
  const widgets = Object.entries(definition.inputs).filter(
    (entry): entry is [string, (typeof entry)[1] & WidgetSpec] => isWidget(entry[1]),
  );
  return [
    ...widgets.filter(([, spec]) => !spec.optional),
    ...widgets.filter(([, spec]) => spec.optional),
  ];
}

function byName(definition: AnyNode, saved: JsonObject): Map<string, Json> {
  return new Map(Object.entries(saved).filter(([name]) => Object.hasOwn(definition.inputs, name)));
}

function byPosition(definition: AnyNode, saved: readonly Json[]): Map<string, Json> {
  const values = new Map<string, Json>();
  for (const [name, position] of widgetPositions(definition, saved)) {
    const value = saved[position];
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/**
 * Where each widget's value lies in what a node has saved. A seed is followed by what to do with it after a run; upload
 * buttons come last and are passed over.
 */
export function widgetPositions(
  definition: AnyNode,
  saved: readonly Json[],
): ReadonlyMap<string, number> {
  const widgets = widgetsOf(definition);
  const hasSpare = saved.length > widgets.length;
  const positions = new Map<string, number>();
  let next = 0;
  for (const [name, spec] of widgets) {
    positions.set(name, next++);
    const after = saved[next];
    if (hasControl(spec) && after !== undefined && isControl(after, hasSpare)) next++;
  }
  return positions;
}

function hasControl(spec: WidgetSpec): boolean {
  return (
    spec.kind === 'seed' ||
    (spec.kind === 'combo' && spec.extra?.['control_after_generate'] === true)
  );
}

/** Very old files say true or false. */
function isControl(value: Json, hasSpare: boolean): boolean {
  return CONTROLS.has(value) || (hasSpare && typeof value === 'boolean');
}
