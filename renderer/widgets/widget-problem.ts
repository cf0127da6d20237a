import { nearestNames } from '../../nodes/graph/nearest.ts';
import type { Json } from '../../nodes/graph/json.ts';
import type { WidgetInfo } from '../../nodes/graph/node-class.ts';
import { textOf } from './json-text.ts';

/** A choice that the server does not have, and the name closest to it. */
export interface MissingChoice {
  readonly value: string;
  readonly nearest: string | null;
}

/** @returns null where the value can be used. Pictures may lie outside the list: the server has the last word. */
export function missingChoice(input: WidgetInfo, value: Json): MissingChoice | null {
  if (input.kind !== 'combo' || input.isImage) return null;
  const shown = textOf(value);
  if (input.options.includes(shown)) return null;
  if (/ \[(output|temp|input)\]$/.test(shown)) return null;
  return { value: shown, nearest: nearestNames(shown, input.options)[0] ?? null };
}
