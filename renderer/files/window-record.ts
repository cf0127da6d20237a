/** Which tabs a window has, kept beside their drafts. */
import { isObject, type JsonObject } from '../../nodes/graph/json.ts';

export interface WindowRecord {
  readonly tabs: readonly string[];
  readonly active: string | null;
  /** Closed tabs that can be opened again, the last closed last. */
  readonly closed: readonly string[];
  /** The window was left in order: nothing was lost. */
  readonly isClean: boolean;
}

export const TAB = 'tab.';

export function readWindowRecord(json: JsonObject): WindowRecord {
  const { tabs, active, closed, isClean } = json;
  return {
    tabs: texts(tabs),
    active: typeof active === 'string' ? active : null,
    closed: texts(closed),
    isClean: isClean === true,
  };
}

export function writeWindowRecord(record: WindowRecord): JsonObject {
  return isObject(record) ? { ...record } : {};
}

function texts(json: unknown): string[] {
  return Array.isArray(json) ? json.filter((item) => typeof item === 'string') : [];
}
