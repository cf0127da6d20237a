import type { Draft } from 'immer';

/** A copy that can be changed, of what is frozen as of what is a draft. */
export function copyOf<T>(value: T): Draft<T> {
  if (Array.isArray(value)) return value.map(copyOf) as Draft<T>;
  if (typeof value !== 'object' || value === null) return value as Draft<T>;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, copyOf(member)]),
  ) as Draft<T>;
}
