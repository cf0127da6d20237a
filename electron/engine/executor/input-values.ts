import { UserError } from '../../../nodes/errors.ts';
import { coerce, isWidget, typeName, type WidgetSpec } from '../../../nodes/graph/coerce.ts';
import { rangeViolation } from '../../../nodes/graph/validate-value.ts';
import { describe } from './describe.ts';
import type { Step } from './steps.ts';

/** A node whose result is there. */
export interface Source {
  readonly step: Step;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * The inputs of a step as its `run` gets them: links followed, what comes through them into a widget converted.
 * @throws UserError `input_empty`, `input_value`
 */
export function inputValues(step: Step, sourceOf: (id: string) => Source): Record<string, unknown> {
  const values: Record<string, unknown> = { ...step.widgets };
  for (const [name, [from, slot]] of step.links) {
    const { step: source, outputs } = sourceOf(from);
    const output = Object.keys(source.definition.outputs)[slot] ?? '';
    const value = outputs[output];
    const spec = step.definition.inputs[name];
    const isEmpty = value === undefined || value === null;
    if (isEmpty && !spec?.optional) {
      throw new UserError(
        'input_empty',
        `"${name}" gets nothing: node ${from} (${source.classType}) has no ${output}.`,
        `Connect "${name}" to a node that has one.`,
      );
    }
    if (!isEmpty) values[name] = spec && isWidget(spec) ? converted(name, spec, value) : value;
  }
  return values;
}

function converted(name: string, spec: WidgetSpec, given: unknown): unknown {
  const coerced = coerce(spec, given);
  if ('reason' in coerced) {
    throw new UserError(
      'input_value',
      `"${name}" gets ${describe(given)}, which is no ${typeName(spec)}: ${coerced.reason}.`,
      `Connect "${name}" to another value.`,
    );
  }
  const { value } = coerced;
  const beyond = rangeViolation(spec, value);
  if (beyond) {
    throw new UserError(
      'input_value',
      `"${name}" gets ${value}; its ${beyond.side} is ${beyond.limit}.`,
      'Change the value at its source.',
    );
  }
  return value;
}
