import { isObject, type Json, type JsonObject } from '../json.ts';
import type { NodeClasses } from '../node-class.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { readId } from './ids.ts';
import { memberOf, pairOf, without } from './node-fields.ts';
import { exposeProxies } from './proxy-widgets.ts';
import { readGraph } from './read-graph.ts';
import { readInstances } from './instance-values.ts';
import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type ExposedSlot,
  type Point,
  type Subgraph,
  type WorkflowDocument,
} from './types.ts';

const GRAPH = ['nodes', 'links', 'groups', 'reroutes', 'definitions', 'extra'];
const ROOT = new Set(GRAPH);
const SUBGRAPH = new Set([...GRAPH, 'id', 'name', 'inputs', 'outputs']);
const SLOT = new Set(['id', 'name', 'type', 'linkIds']);
const REROUTES = new Set(['reroutes', 'linkExtensions']);

/** Reads what ComfyUI's editor saves, version 0.4 or 1. Parts that make no sense are left out. */
export function readWorkflow(json: JsonObject, classes: NodeClasses): WorkflowDocument {
  return exposeProxies(
    readInstances({
      root: readGraph(json, classes, null, {}),
      subgraphs: readSubgraphs(json, classes),
      rest: restOf(json, ROOT),
    }),
  );
}

/** Definitions by id, those within others too. */
function readSubgraphs(json: JsonObject, classes: NodeClasses): WorkflowDocument['subgraphs'] {
  const subgraphs = new Map<string, Subgraph>();
  const left: Json[] = [json];
  while (left.length > 0) {
    const owner = left.pop();
    const definitions = isObject(owner) ? memberOf(owner, 'definitions') : undefined;
    for (const entry of listOf(
      isObject(definitions) ? memberOf(definitions, 'subgraphs') : undefined,
    )) {
      if (!isObject(entry)) continue;
      left.push(entry);
      const id = readId(memberOf(entry, 'id'));
      if (id !== null && !subgraphs.has(id)) subgraphs.set(id, readSubgraph(id, entry, classes));
    }
  }
  return Object.fromEntries(subgraphs);
}

function readSubgraph(id: string, json: JsonObject, classes: NodeClasses): Subgraph {
  const name = memberOf(json, 'name');
  const input = memberOf(json, 'inputNode');
  const output = memberOf(json, 'outputNode');
  const boundary = {
    input: (isObject(input) ? readId(memberOf(input, 'id')) : null) ?? SUBGRAPH_INPUT,
    output: (isObject(output) ? readId(memberOf(output, 'id')) : null) ?? SUBGRAPH_OUTPUT,
  };
  return {
    id,
    name: typeof name === 'string' ? name : '',
    graph: readGraph(json, classes, boundary, restOf(json, SUBGRAPH)),
    inputs: listOf(memberOf(json, 'inputs')).map(readExposed),
    outputs: listOf(memberOf(json, 'outputs')).map(readExposed),
    inputPosition: cornerOf(input),
    outputPosition: cornerOf(output),
  };
}

function readExposed(json: Json, index: number): ExposedSlot {
  const slot = isObject(json) ? json : {};
  const name = memberOf(slot, 'name');
  const type = memberOf(slot, 'type');
  return {
    id: readId(memberOf(slot, 'id')) ?? String(index),
    name: typeof name === 'string' ? name : '',
    type: typeof type === 'string' ? type : '*',
    rest: {
      ...without(slot, SLOT),
      ...(typeof type !== 'string' && type !== undefined && { type }),
    },
  };
}

function cornerOf(boundaryNode: Json | undefined): Point {
  return (
    pairOf(
      isObject(boundaryNode) ? listOf(memberOf(boundaryNode, 'bounding')).slice(0, 2) : undefined,
    ) ?? [0, 0]
  );
}

/** Without what the document has of its own; reroutes leave `extra`. */
function restOf(json: JsonObject, own: ReadonlySet<string>): JsonObject {
  const extra = memberOf(json, 'extra');
  const definitions = memberOf(json, 'definitions');
  return {
    ...without(json, own),
    ...(extra !== undefined && { extra: isObject(extra) ? without(extra, REROUTES) : extra }),
    ...(definitions !== undefined && {
      definitions: isObject(definitions)
        ? without(definitions, new Set(['subgraphs']))
        : definitions,
    }),
  };
}
