import { isObject, type Json, type JsonObject } from '../json.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { highestId, readId } from './ids.ts';
import { memberOf, without } from './node-fields.ts';
import { SUBGRAPH_INPUT, SUBGRAPH_OUTPUT, type Graph, type GraphNode, type Link } from './types.ts';

/** Ids of the boundary nodes in the file. */
export interface Boundary {
  readonly input: string;
  readonly output: string;
}

interface FileLink {
  readonly id: string;
  readonly origin: string;
  readonly originSlot: number;
  readonly target: string;
  readonly targetSlot: number;
  readonly type: Json | undefined;
  readonly parent: string | null;
  readonly rest: JsonObject;
}

const MEMBERS = ['id', 'origin_id', 'origin_slot', 'target_id', 'target_slot', 'type'];
const OWN = new Set([...MEMBERS, 'parentId']);

/** Links that an input names and that come from a node that is there. */
export function readLinks(
  json: JsonObject,
  nodes: readonly (readonly [string, GraphNode])[],
  raw: ReadonlyMap<string, JsonObject>,
  boundary: Boundary | null,
  reroutes: Graph['reroutes'],
): Graph['links'] {
  const inFile = readFileLinks(json);
  const links = new Map<string, Link>();
  let last = highestId([...inFile.keys()]);
  const add = (link: FileLink, to: Link['to']) => {
    const isInput = boundary?.input === link.origin;
    if (!isInput && !raw.has(link.origin)) return;
    const id = links.has(link.id) ? String(++last) : link.id;
    links.set(id, {
      id,
      from: { node: isInput ? SUBGRAPH_INPUT : link.origin, slot: link.originSlot },
      to,
      type: typeof link.type === 'string' ? link.type : '*',
      via: link.parent !== null && Object.hasOwn(reroutes, link.parent) ? link.parent : null,
      rest: {
        ...link.rest,
        ...(typeof link.type !== 'string' && link.type !== undefined && { type: link.type }),
      },
    });
  };
  for (const [id, node] of nodes) {
    for (const [i, slot] of listOf(memberOf(raw.get(id) ?? {}, 'inputs')).entries()) {
      const linkId = isObject(slot) ? readId(memberOf(slot, 'link')) : null;
      const link = linkId === null ? undefined : inFile.get(linkId);
      const input = node.inputs[i];
      if (link && input) add(link, { node: id, input: input.name });
    }
  }
  for (const link of outgoing(inFile, boundary)) {
    add(link, { node: SUBGRAPH_OUTPUT, input: String(link.targetSlot) });
  }
  return Object.fromEntries(links);
}

/** The last into each output of the subgraph. */
function outgoing(inFile: ReadonlyMap<string, FileLink>, boundary: Boundary | null): FileLink[] {
  const into = new Map<number, FileLink>();
  for (const link of inFile.values()) {
    if (boundary?.output === link.target) into.set(link.targetSlot, link);
  }
  return [...into.values()];
}

export function readFileLinks(json: JsonObject): Map<string, FileLink> {
  const parents = extensionsOf(json);
  const links = new Map<string, FileLink>();
  for (const entry of listOf(memberOf(json, 'links'))) {
    const object = isObject(entry) ? entry : {};
    const [id, origin, originSlot, target, targetSlot, type] = Array.isArray(entry)
      ? entry
      : MEMBERS.map((name) => memberOf(object, name));
    const ids = { id: readId(id), origin: readId(origin), target: readId(target) };
    if (ids.id === null || ids.origin === null || ids.target === null || links.has(ids.id))
      continue;
    links.set(ids.id, {
      id: ids.id,
      origin: ids.origin,
      originSlot: slotOf(originSlot),
      target: ids.target,
      targetSlot: slotOf(targetSlot),
      type,
      parent: readId(memberOf(object, 'parentId')) ?? parents.get(ids.id) ?? null,
      rest: without(object, OWN),
    });
  }
  return links;
}

/** Version 0.4 has the reroutes of links in `extra`. */
function extensionsOf(json: JsonObject): Map<string, string> {
  const extra = memberOf(json, 'extra');
  const parents = new Map<string, string>();
  for (const entry of listOf(isObject(extra) ? memberOf(extra, 'linkExtensions') : undefined)) {
    const id = isObject(entry) ? readId(memberOf(entry, 'id')) : null;
    const parent = isObject(entry) ? readId(memberOf(entry, 'parentId')) : null;
    if (id !== null && parent !== null) parents.set(id, parent);
  }
  return parents;
}

function slotOf(json: Json | undefined): number {
  const slot = Number(json ?? 0);
  return Number.isSafeInteger(slot) && slot >= 0 ? slot : 0;
}
