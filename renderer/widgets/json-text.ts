import type { Json } from '../../nodes/graph/json.ts';

/** A value as a text field has it; lists and objects have none. */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === null || typeof value === 'object' || value === undefined ? '' : String(value);
}
