/**
 * How the members of a saved part are read and written. Files say the same in several ways (an absent member, `null`, a
 * pair as a list or as an object): what was read is kept as it stood in `rest`, and is written while it still says what
 * the document says.
 */
import { isObject, type Json, type JsonObject } from '../json.ts';
import { sameJson } from './same-json.ts';
import type { NodeMode, Point } from './types.ts';

export interface Field<T> {
  readonly name: string;
  /** Takes whatever a file holds. */
  readonly read: (json: Json | undefined) => T;
  /** Undefined: the member is absent. */
  readonly write: (value: T) => Json | undefined;
}

/** ComfyUI's positions are those of the body, below a title of this height. */
const TITLE = 30;
const MODES: { readonly [mode: string]: NodeMode } = { 0: 'always', 2: 'never', 4: 'bypass' };
const DEFAULT_WIDTH = 210;

export const positionField: Field<Point> = {
  name: 'pos',
  read: (json) => {
    const [x, y] = pairOf(json) ?? [0, 0];
    return [x, y - TITLE];
  },
  write: ([x, y]) => [x, y + TITLE],
};

export const sizeField: Field<Point> = {
  name: 'size',
  read: (json) => {
    const [width, height] = pairOf(json) ?? [DEFAULT_WIDTH, 0];
    return [width, height + TITLE];
  },
  write: ([width, height]) => [width, height - TITLE],
};

export const modeField: Field<NodeMode> = {
  name: 'mode',
  read: (json) => (typeof json === 'number' ? MODES[json] : undefined) ?? 'always',
  write: (mode) => ({ always: undefined, never: 2, bypass: 4 })[mode],
};

/** Other flags stay as they are. */
export function writtenFlags(
  { isCollapsed, isPinned }: { readonly isCollapsed: boolean; readonly isPinned: boolean },
  rest: JsonObject,
): JsonObject {
  const kept = memberOf(rest, 'flags');
  if (!isCollapsed && !isPinned && !hasFlag(kept, 'collapsed') && !hasFlag(kept, 'pinned')) {
    return kept === undefined ? {} : { flags: kept };
  }
  return {
    flags: {
      ...(isObject(kept) ? kept : {}),
      ...flagOf('collapsed', isCollapsed, kept),
      ...flagOf('pinned', isPinned, kept),
    },
  };
}

/** Files that say `false` go on to. */
function flagOf(name: 'collapsed' | 'pinned', isOn: boolean, kept: Json | undefined): JsonObject {
  const isSaid = isObject(kept) && memberOf(kept, name) !== undefined;
  return isOn || isSaid ? { [name]: isOn } : {};
}

export function hasFlag(flags: Json | undefined, name: 'collapsed' | 'pinned'): boolean {
  return isObject(flags) && memberOf(flags, name) === true;
}

export function textField(name: string): Field<string | null> {
  return {
    name,
    read: (json) => (typeof json === 'string' ? json : null),
    write: (value) => value ?? undefined,
  };
}

/** The member as it stood, if the document's value would be written otherwise. */
export function keptOf<T>(field: Field<T>, json: JsonObject): JsonObject {
  const raw = memberOf(json, field.name);
  return raw === undefined || sameJson(field.write(field.read(raw)), raw)
    ? {}
    : { [field.name]: raw };
}

/** The member to write; none where absence says the same. */
export function writtenOf<T>(field: Field<T>, value: T, rest: JsonObject): JsonObject {
  const kept = memberOf(rest, field.name);
  const written = field.write(value);
  if (kept !== undefined && sameJson(field.write(field.read(kept)), written)) {
    return { [field.name]: kept };
  }
  return written === undefined ? {} : { [field.name]: written };
}

export function memberOf(json: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(json, name) ? json[name] : undefined;
}

export function without(json: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([name]) => !names.has(name)));
}

/** `[x, y]`, or `{ "0": x, "1": y }` as old files have it. */
export function pairOf(json: Json | undefined): Point | null {
  const [x, y] = Array.isArray(json) ? json : isObject(json) ? [json['0'], json['1']] : [];
  return isFinite(x) && isFinite(y) ? [x, y] : null;
}

function isFinite(json: Json | undefined): json is number {
  return typeof json === 'number' && Number.isFinite(json);
}
