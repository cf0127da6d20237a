/** Checks one widget value against its input: type, range, list. */
import { coerce, SEED_MAX, typeName, type WidgetSpec, type WidgetValue } from './coerce.ts';
import {
  invalidInputType,
  outOfRange,
  valueNotInList,
  type ErrorSite,
  type PromptError,
} from './prompt-errors.ts';

/** @param options the choices, for a list */
export function validateValue(
  spec: WidgetSpec,
  site: ErrorSite,
  options: ReadonlySet<string>,
): PromptError | null {
  if (spec.kind === 'combo') {
    const { value } = site;
    const isChoice = typeof value === 'string' && (spec.open || options.has(value));
    return isChoice ? null : valueNotInList(site, [...options]);
  }
  const coerced = coerce(spec, site.value);
  if ('reason' in coerced) return invalidInputType(site, typeName(spec), coerced.reason);
  const beyond = rangeViolation(spec, coerced.value);
  return (
    beyond && outOfRange(site, show(spec, coerced.value), beyond.side, show(spec, beyond.limit))
  );
}

export interface RangeViolation {
  readonly side: 'min' | 'max';
  readonly limit: number | bigint;
}

/** Which end of its range a value lies beyond; null where it lies within, or there is none. */
export function rangeViolation(spec: WidgetSpec, value: WidgetValue): RangeViolation | null {
  const range = rangeOf(spec);
  if (!range || typeof value === 'string' || typeof value === 'boolean') return null;
  if (value < range.min) return { side: 'min', limit: range.min };
  return value > range.max ? { side: 'max', limit: range.max } : null;
}

function rangeOf(spec: WidgetSpec): { min: number | bigint; max: number | bigint } | null {
  if (spec.kind === 'seed') return { min: spec.min ?? 0n, max: spec.max ?? SEED_MAX };
  return spec.kind === 'int' || spec.kind === 'float' ? spec : null;
}

/** As Python writes numbers. */
function show(spec: WidgetSpec, value: WidgetValue): string {
  return spec.kind === 'float' && Number.isInteger(value) ? `${value}.0` : String(value);
}
