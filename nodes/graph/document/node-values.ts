/** Widget values of nodes as files have them (a list in the order of the class) and by name. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { ClassLayout } from '../workflow/class-layout.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { savedValues, widgetPositions } from '../workflow/widget-values.ts';
import { without } from './node-fields.ts';
import type { GraphNode, SeedControl } from './types.ts';

export type NodeValues = Pick<GraphNode, 'values' | 'controls' | 'savedWidgets'>;

const CONTROLS: ReadonlySet<unknown> = new Set<SeedControl>([
  'fixed',
  'increment',
  'decrement',
  'randomize',
]);

/** @param saved `widgets_values` */
export function readValues(layout: ClassLayout | undefined, saved: Json | undefined): NodeValues {
  const kept = Array.isArray(saved) || isObject(saved) ? saved : null;
  if (!layout) return { values: {}, controls: {}, savedWidgets: kept };
  const given = savedValues(layout, kept ?? []);
  const values = layout.widgets.flatMap(({ name, default: usual }): [string, Json][] => {
    const value = given.get(name) ?? usual;
    return value === undefined ? [] : [[name, value]];
  });
  return {
    values: Object.fromEntries(values),
    ...(isObject(kept) ? namedRest(layout, kept) : listedRest(layout, listOf(kept ?? []))),
  };
}

/** `widgets_values`; undefined when there are none. */
export function writeValues(
  layout: ClassLayout | undefined,
  { values, controls, savedWidgets }: NodeValues,
): Json | undefined {
  if (!layout) return (savedWidgets as Json | null) ?? undefined;
  if (isObject(savedWidgets)) return { ...savedWidgets, ...values };
  const list = layout.widgets.flatMap(({ name, default: usual, hasControl }) => {
    const value = (Object.hasOwn(values, name) ? values[name] : usual) ?? null;
    return hasControl ? [value, controls[name] ?? 'fixed'] : [value];
  });
  return [...list, ...listOf((savedWidgets as Json | null) ?? [])];
}

function listedRest(
  layout: ClassLayout,
  saved: readonly Json[],
): Pick<NodeValues, 'controls' | 'savedWidgets'> {
  const positions = [...widgetPositions(layout, saved)];
  const controls: [string, SeedControl][] = [];
  let end = 0;
  for (const [i, [name, position]] of positions.entries()) {
    const next =
      positions[i + 1]?.[1] ?? position + 1 + Number(hasControlAt(layout, i, saved, position));
    if (layout.widgets[i]?.hasControl) {
      controls.push([name, next > position + 1 ? controlOf(saved[position + 1]) : 'fixed']);
    }
    end = next;
  }
  const tail = saved.slice(end);
  return { controls: Object.fromEntries(controls), savedWidgets: tail.length > 0 ? tail : null };
}

/** Of the last widget, whose control nothing comes behind. */
function hasControlAt(
  layout: ClassLayout,
  index: number,
  saved: readonly Json[],
  position: number,
): boolean {
  const after = saved[position + 1];
  return layout.widgets[index]?.hasControl === true && isControl(after);
}

function namedRest(
  layout: ClassLayout,
  saved: JsonObject,
): Pick<NodeValues, 'controls' | 'savedWidgets'> {
  return {
    controls: Object.fromEntries(
      layout.widgets.filter(({ hasControl }) => hasControl).map(({ name }) => [name, 'fixed']),
    ),
    savedWidgets: without(saved, new Set(layout.widgets.map(({ name }) => name))),
  };
}

/** Very old files say true or false. */
function controlOf(json: Json | undefined): SeedControl {
  if (typeof json === 'boolean') return json ? 'randomize' : 'fixed';
  return isControl(json) ? json : 'fixed';
}

export function isControl(json: Json | undefined): json is SeedControl {
  return CONTROLS.has(json);
}
