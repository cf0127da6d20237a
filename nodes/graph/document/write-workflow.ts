import { isObject, type Json, type JsonObject } from '../json.ts';
import type { NodeClasses } from '../node-class.ts';
import { layoutsOfClasses, type LayoutOf } from '../workflow/class-layout.ts';
import { listOf } from '../workflow/ui-graph.ts';
import { highestId, writeId } from './ids.ts';
import { memberOf } from './node-fields.ts';
import { subgraphsIn } from './subgraphs.ts';
import {
  SUBGRAPH_INPUT,
  SUBGRAPH_OUTPUT,
  type ExposedSlot,
  type Graph,
  type Point,
  type Subgraph,
  type WorkflowDocument,
} from './types.ts';
import {
  linkExtensions,
  linkObjects,
  linkTuples,
  writeParts,
  writeReroutes,
} from './write-graph.ts';

/**
 * As ComfyUI's editor saves it: version 0.4 with native reroutes in `extra`, or 1 if the file that was read was. Subgraphs
 * that nothing stands for are left out.
 */
export function writeWorkflow(document: WorkflowDocument, classes: NodeClasses): JsonObject {
  const { root, subgraphs, rest } = document;
  const layoutOf = layoutsOfClasses(classes);
  const used = subgraphsIn(root, subgraphs);
  const definitions = Object.values(subgraphs)
    .filter(({ id }) => used.has(id))
    .map((subgraph) => writeSubgraph(subgraph, subgraphs, layoutOf));
  return {
    ...(memberOf(rest, 'version') === 1 ? versionOne(root, rest) : versionNoughtFour(root, rest)),
    ...writeParts(root, subgraphs, layoutOf),
    ...withDefinitions(memberOf(rest, 'definitions'), definitions),
  };
}

function versionOne(root: Graph, rest: JsonObject): JsonObject {
  const reroutes = writeReroutes(root);
  return {
    ...rest,
    state: writeState(root, memberOf(rest, 'state')),
    links: linkObjects(root),
    ...(reroutes.length > 0 && { reroutes }),
  };
}

function versionNoughtFour(root: Graph, rest: JsonObject): JsonObject {
  const reroutes = writeReroutes(root);
  const extensions = linkExtensions(root);
  const extra = memberOf(rest, 'extra');
  return {
    version: 0.4,
    ...rest,
    last_node_id: root.lastNodeId,
    last_link_id: highestId(Object.keys(root.links), numberOf(memberOf(rest, 'last_link_id'))),
    links: linkTuples(root),
    ...(reroutes.length > 0 && {
      extra: {
        ...(isObject(extra) ? extra : {}),
        reroutes,
        ...(extensions.length > 0 && { linkExtensions: extensions }),
      },
    }),
  };
}

export function writeSubgraph(
  { id, name, graph, inputs, outputs, inputPosition, outputPosition }: Subgraph,
  subgraphs: WorkflowDocument['subgraphs'],
  layoutOf: LayoutOf,
): JsonObject {
  const { rest } = graph;
  const links = Object.values(graph.links);
  const reroutes = writeReroutes(graph);
  return {
    version: 1,
    ...rest,
    id,
    name,
    state: writeState(graph, memberOf(rest, 'state')),
    inputNode: writeBoundary(memberOf(rest, 'inputNode'), SUBGRAPH_INPUT, inputPosition),
    outputNode: writeBoundary(memberOf(rest, 'outputNode'), SUBGRAPH_OUTPUT, outputPosition),
    inputs: inputs.map((slot, i) =>
      writeExposed(
        slot,
        links.filter(({ from }) => from.node === SUBGRAPH_INPUT && from.slot === i),
      ),
    ),
    outputs: outputs.map((slot, i) =>
      writeExposed(
        slot,
        links.filter(({ to }) => to.node === SUBGRAPH_OUTPUT && to.input === String(i)),
      ),
    ),
    links: linkObjects(graph),
    ...(reroutes.length > 0 && { reroutes }),
    ...writeParts(graph, subgraphs, layoutOf),
    ...withDefinitions(memberOf(rest, 'definitions'), []),
  };
}

function writeExposed(
  { id, name, type, rest }: ExposedSlot,
  links: readonly { readonly id: string }[],
): JsonObject {
  return { id, name, type, ...rest, linkIds: links.map((link) => writeId(link.id)) };
}

/** Its place, in the size that the file had. */
function writeBoundary(kept: Json | undefined, id: string, position: Point): JsonObject {
  const raw = isObject(kept) ? kept : {};
  const [, , width, height] = listOf(memberOf(raw, 'bounding'));
  return { ...raw, id: writeId(id), bounding: [...position, width ?? 120, height ?? 60] };
}

function writeState(graph: Graph, kept: Json | undefined): JsonObject {
  const state = isObject(kept) ? kept : {};
  const last = (name: string, record: object) =>
    highestId(Object.keys(record), numberOf(memberOf(state, name)));
  return {
    ...state,
    lastNodeId: graph.lastNodeId,
    lastLinkId: last('lastLinkId', graph.links),
    lastGroupId: last('lastGroupId', graph.groups),
    lastRerouteId: last('lastRerouteId', graph.reroutes),
  };
}

function withDefinitions(kept: Json | undefined, subgraphs: readonly JsonObject[]): JsonObject {
  if (kept === undefined && subgraphs.length === 0) return {};
  if (subgraphs.length === 0 && kept !== undefined) return { definitions: kept };
  return { definitions: { ...(isObject(kept) ? kept : {}), subgraphs: [...subgraphs] } };
}

function numberOf(json: Json | undefined): number {
  return typeof json === 'number' && Number.isSafeInteger(json) ? json : 0;
}
