import { isWidgetInput, type NodeClass, type WidgetInfo } from '../../../nodes/graph/node-class.ts';

/** Widgets that all classes have by the same name and kind, in the order of the first. */
export function sharedInputs(classes: readonly (NodeClass | undefined)[]): readonly WidgetInfo[] {
  const [first, ...others] = classes;
  return (first?.inputs ?? [])
    .filter(isWidgetInput)
    .filter((input) =>
      others.every((other) =>
        other?.inputs.some(({ name, kind }) => name === input.name && kind === input.kind),
      ),
    );
}
