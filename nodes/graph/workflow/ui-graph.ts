/** The editor's graph as its files hold it, versions 0.4 and 1: read leniently, ids as text. */
import { isObject, type Json, type JsonObject } from '../json.ts';

export interface UiInput {
  readonly name: string;
  readonly type: string;
  /** Id of the link that comes in. */
  readonly link: string | null;
  /** The slot of a widget. */
  readonly isWidget: boolean;
}

export interface UiNode {
  readonly id: string;
  readonly type: string;
  readonly isMuted: boolean;
  readonly isBypassed: boolean;
  readonly title: string | null;
  readonly inputs: readonly UiInput[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  /** By position, or by name as some custom nodes save them. */
  readonly widgets: readonly Json[] | JsonObject;
  readonly properties: JsonObject;
}

export interface UiLink {
  readonly id: string;
  readonly origin: string;
  readonly originSlot: number;
  readonly target: string;
  readonly targetSlot: number;
  readonly type: string;
}

export interface UiGraph {
  readonly nodes: ReadonlyMap<string, UiNode>;
  readonly links: ReadonlyMap<string, UiLink>;
}

const MUTED = 2;
const BYPASSED = 4;

/** Entries that make no sense are left out; of nodes or links with the same id the first stays. */
export function readGraph(json: JsonObject): UiGraph {
  const nodes = new Map<string, UiNode>();
  for (const entry of listOf(json['nodes'])) {
    const node = isObject(entry) ? readNode(entry) : null;
    if (node && !nodes.has(node.id)) nodes.set(node.id, node);
  }
  const links = new Map<string, UiLink>();
  for (const entry of listOf(json['links'])) {
    const link = readLink(entry);
    if (link && !links.has(link.id)) links.set(link.id, link);
  }
  return { nodes, links };
}

function readNode(json: JsonObject): UiNode | null {
  const id = idOf(json['id']);
  const { type, title, mode, properties, widgets_values: widgets } = json;
  if (id === null || typeof type !== 'string') return null;
  return {
    id,
    type,
    isMuted: mode === MUTED,
    isBypassed: mode === BYPASSED,
    title: typeof title === 'string' ? title : null,
    inputs: listOf(json['inputs']).map(readInput),
    outputs: listOf(json['outputs']).map((slot) => ({
      name: textOf(slot, 'name'),
      type: textOf(slot, 'type'),
    })),
    widgets: isObject(widgets) ? widgets : listOf(widgets),
    properties: isObject(properties) ? properties : {},
  };
}

function readInput(json: Json): UiInput {
  const slot = isObject(json) ? json : {};
  return {
    name: textOf(json, 'name'),
    type: textOf(json, 'type'),
    link: idOf(slot['link']),
    isWidget: isObject(slot['widget']),
  };
}

/** `[id, from, slot, to, slot, type]`, or an object with the same. */
function readLink(json: Json): UiLink | null {
  const [id, origin, originSlot, target, targetSlot, type] = Array.isArray(json)
    ? json
    : ['id', 'origin_id', 'origin_slot', 'target_id', 'target_slot', 'type'].map((name) =>
        isObject(json) ? json[name] : undefined,
      );
  const ids = { id: idOf(id), origin: idOf(origin), target: idOf(target) };
  if (ids.id === null || ids.origin === null || ids.target === null) return null;
  return {
    id: ids.id,
    origin: ids.origin,
    originSlot: Number(originSlot ?? 0),
    target: ids.target,
    targetSlot: Number(targetSlot ?? 0),
    type: typeof type === 'string' ? type : '*',
  };
}

export function idOf(json: Json | undefined): string | null {
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'bigint'
    ? String(json)
    : null;
}

export function listOf(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? json : [];
}

/** A member that is text; else `*`, which fits every type. */
export function textOf(json: Json, name: string): string {
  const value = isObject(json) ? json[name] : undefined;
  return typeof value === 'string' ? value : '*';
}
