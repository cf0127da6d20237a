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
  return rangeError(spec, site, coerced.value);
}

/** The range that a value must lie in; null: any. */
export function rangeOf(spec: WidgetSpec): { min: number | bigint; max: number | bigint } | null {
  switch (spec.kind) {
    case 'int':
    case 'float':
      return { min: spec.min, max: spec.max };
    case 'seed':
      return { min: spec.min ?? 0n, max: spec.max ?? SEED_MAX };
    default:
      return null;
  }
}

function rangeError(spec: WidgetSpec, site: ErrorSite, value: WidgetValue): PromptError | null {
  const range = rangeOf(spec);
  if (!range || typeof value === 'string' || typeof value === 'boolean') return null;
  const show = (number: number | bigint) =>
    spec.kind === 'float' && Number.isInteger(number) ? `${number}.0` : String(number);
  if (value < range.min) return outOfRange(site, show(value), 'min', show(range.min));
  if (value > range.max) return outOfRange(site, show(value), 'max', show(range.max));
  return null;
}
