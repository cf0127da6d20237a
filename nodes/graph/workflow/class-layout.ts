/** What of a node class decides how its values lie in a saved workflow. */
import { defaultOf, isWidget, type WidgetSpec } from '../coerce.ts';
import type { AnyNode, InputSpec, Registry } from '../definition.ts';
import type { Json } from '../json.ts';
import { defaultValue, isWidgetInput, type NodeClasses } from '../node-class.ts';
import { definitionOf } from '../prompt.ts';

export interface WidgetLayout {
  readonly name: string;
  /** Undefined when it has none. */
  readonly default: Json | undefined;
  /** Whether what to do with it after a run is saved behind it. */
  readonly hasControl: boolean;
}

export interface ClassLayout {
  readonly title: string;
  /** Required ones first, as the editor draws them. */
  readonly widgets: readonly WidgetLayout[];
}

/** Undefined for a class that is not known. */
export type LayoutOf = (type: string) => ClassLayout | undefined;

export function layoutsOfRegistry(registry: Registry): LayoutOf {
  return (type) => {
    const definition = definitionOf(registry, type);
    return definition && layoutOfDefinition(definition);
  };
}

export function layoutsOfClasses(classes: NodeClasses): LayoutOf {
  return (type) => {
    const found = Object.hasOwn(classes, type) ? classes[type] : undefined;
    return (
      found && {
        title: found.title,
        widgets: found.inputs.filter(isWidgetInput).map((input) => ({
          name: input.name,
          default: defaultValue(input),
          hasControl: 'hasControl' in input && input.hasControl,
        })),
      }
    );
  };
}

function layoutOfDefinition(definition: AnyNode): ClassLayout {
  const widgets = Object.entries(definition.inputs).filter(
    (entry): entry is [string, (typeof entry)[1] & WidgetSpec] => isWidget(entry[1]),
  );
  const inOrder = [
    ...widgets.filter(([, spec]) => !spec.optional),
    ...widgets.filter(([, spec]) => spec.optional),
  ];
  return {
    title: definition.title,
    widgets: inOrder.map(([name, spec]) => ({
      name,
      default: defaultOf(spec),
      hasControl: hasControl(spec),
    })),
  };
}

function hasControl(spec: InputSpec): boolean {
  return (
    spec.kind === 'seed' ||
    (spec.kind === 'combo' && spec.extra?.['control_after_generate'] === true)
  );
}
