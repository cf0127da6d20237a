/** Widget values of a saved node, which lie in the order of its class's inputs, by name. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { ClassLayout } from './class-layout.ts';

const CONTROLS = new Set<Json>(['fixed', 'increment', 'decrement', 'randomize']);

/** As a prompt has them: values that the file lacks are the defaults. */
export function widgetValues(
  layout: ClassLayout,
  saved: readonly Json[] | JsonObject,
): Map<string, Json> {
  const given = savedValues(layout, saved);
  const values = new Map<string, Json>();
  for (const widget of layout.widgets) {
    const value = given.get(widget.name) ?? widget.default;
    if (value !== undefined) {
      values.set(widget.name, Array.isArray(value) ? { __value__: value } : value);
    }
  }
  return values;
}

/** Those that the file has. */
export function savedValues(
  layout: ClassLayout,
  saved: readonly Json[] | JsonObject,
): Map<string, Json> {
  if (isObject(saved)) {
    const names = new Set(layout.widgets.map(({ name }) => name));
    return new Map(Object.entries(saved).filter(([name]) => names.has(name)));
  }
  const values = new Map<string, Json>();
  for (const [name, position] of widgetPositions(layout, saved)) {
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
  { widgets }: ClassLayout,
  saved: readonly Json[],
): ReadonlyMap<string, number> {
  const hasSpare = saved.length > widgets.length;
  const positions = new Map<string, number>();
  let next = 0;
  for (const { name, hasControl } of widgets) {
    positions.set(name, next++);
    const after = saved[next];
    if (hasControl && after !== undefined && isControl(after, hasSpare)) next++;
  }
  return positions;
}

/** Very old files say true or false. */
function isControl(value: Json, hasSpare: boolean): boolean {
  return CONTROLS.has(value) || (hasSpare && typeof value === 'boolean');
}
