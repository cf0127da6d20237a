import { isObject, type Json, type JsonObject } from '../json.ts';
import type { NodeClasses } from '../node-class.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { highestId, nextId, readId } from './ids.ts';
import { memberOf, pairOf, without } from './node-fields.ts';
import { readLinks, type Boundary } from './read-links.ts';
import { readNode } from './read-node.ts';
import type { Graph, GraphNode, Group, Reroute } from './types.ts';

const REROUTE = new Set(['id', 'parentId', 'pos', 'linkIds']);
const GROUP = new Set(['id', 'title', 'bounding', 'color']);

/**
 * @param json with nodes, links and groups
 * @param boundary ids of the nodes that stand for its inputs and outputs; null for the root
 */
export function readGraph(
  json: JsonObject,
  classes: NodeClasses,
  boundary: Boundary | null,
  rest: JsonObject,
): Graph {
  const nodes: [string, GraphNode][] = [];
  const raw = new Map<string, JsonObject>();
  for (const entry of listOf(memberOf(json, 'nodes'))) {
    const node = isObject(entry) ? readNode(entry, classes) : null;
    if (!node || raw.has(node.id)) continue;
    raw.set(node.id, entry as JsonObject);
    nodes.push([node.id, node]);
  }
  const reroutes = readReroutes(json);
  const ids = nodes.map(([id]) => id);
  return {
    nodes: Object.fromEntries(nodes),
    lastNodeId: highestId([...ids, lastIdOf(json)]),
    order: ids,
    links: readLinks(json, nodes, raw, boundary, reroutes),
    reroutes,
    groups: readGroups(json),
    rest,
  };
}

/** Native reroutes: members of version 1, in `extra` of version 0.4. */
function readReroutes(json: JsonObject): Graph['reroutes'] {
  const extra = memberOf(json, 'extra');
  const found = new Map<string, Reroute>();
  for (const entry of [
    ...listOf(memberOf(json, 'reroutes')),
    ...listOf(isObject(extra) ? memberOf(extra, 'reroutes') : undefined),
  ]) {
    if (!isObject(entry)) continue;
    const id = readId(memberOf(entry, 'id'));
    if (id === null || found.has(id)) continue;
    found.set(id, {
      id,
      position: pairOf(memberOf(entry, 'pos')) ?? [0, 0],
      parent: readId(memberOf(entry, 'parentId')),
      rest: without(entry, REROUTE),
    });
  }
  return Object.fromEntries([...found].map(([id, reroute]) => [id, cutLoop(reroute, found)]));
}

/** Without a parent that is missing or leads back here. */
function cutLoop(reroute: Reroute, all: ReadonlyMap<string, Reroute>): Reroute {
  if (reroute.parent === null) return reroute;
  const seen = new Set([reroute.id]);
  for (let at = all.get(reroute.parent); at; at = all.get(at.parent ?? '')) {
    if (seen.has(at.id)) return { ...reroute, parent: null };
    seen.add(at.id);
    if (at.parent === null) return reroute;
  }
  return { ...reroute, parent: all.has(reroute.parent) ? reroute.parent : null };
}

function readGroups(json: JsonObject): Graph['groups'] {
  const groups: { [id: string]: Group } = {};
  for (const entry of listOf(memberOf(json, 'groups'))) {
    if (!isObject(entry)) continue;
    const wanted = readId(memberOf(entry, 'id'));
    const id = wanted === null || Object.hasOwn(groups, wanted) ? nextId(groups) : wanted;
    const [x, y, width, height] = numbersOf(memberOf(entry, 'bounding'));
    const title = memberOf(entry, 'title');
    const color = memberOf(entry, 'color');
    groups[id] = {
      id,
      title: typeof title === 'string' ? title : '',
      position: [x, y],
      size: [width, height],
      color: typeof color === 'string' ? color : null,
      rest: without(entry, GROUP),
    };
  }
  return groups;
}

function numbersOf(json: Json | undefined): [number, number, number, number] {
  const at = (i: number, usual: number) => {
    const value = listOf(json)[i];
    return typeof value === 'number' && Number.isFinite(value) ? value : usual;
  };
  return [at(0, 0), at(1, 0), at(2, 140), at(3, 80)];
}

/** What the file says that it has counted to. */
function lastIdOf(json: JsonObject): string {
  const state = memberOf(json, 'state');
  const last = isObject(state) ? memberOf(state, 'lastNodeId') : memberOf(json, 'last_node_id');
  return readId(last) ?? '';
}
