/** Copied parts as text: the JSON that ComfyUI's editor puts on the clipboard. */
import { isObject, parseJson, stringifyJson, type Json, type JsonObject } from '../json.ts';
import type { NodeClasses } from '../node-class.ts';
import { promptToDocument } from '../import/prompt-to-document.ts';
import { layoutsOfClasses } from '../workflow/class-layout.ts';
import { listOf } from '../workflow/ui-graph.ts';
import type { Items } from './edits.ts';
import { boundsOf, rectOfGroup, rectOfNode } from './geometry.ts';
import { readId } from './ids.ts';
import { memberOf } from './node-fields.ts';
import { withPlainLinks } from './old-clipboard.ts';
import { readFileLinks } from './read-links.ts';
import { readWorkflow } from './read-workflow.ts';
import { insertSlice, sliceOf, type Inserted, type Slice } from './slice.ts';
import { subgraphsIn } from './subgraphs.ts';
import type { DocumentDraft, GraphRef, Link, Point, WorkflowDocument } from './types.ts';
import { linkObjects, writeParts, writeReroutes } from './write-graph.ts';
import { writeSubgraph } from './write-workflow.ts';

export function copyItems(
  document: WorkflowDocument,
  ref: GraphRef,
  items: Items,
  classes: NodeClasses,
): string {
  const { graph, subgraphs, incoming } = sliceOf(document, ref, items);
  const layoutOf = layoutsOfClasses(classes);
  const links = {
    ...graph.links,
    ...Object.fromEntries(incoming.map((link) => [link.id, { ...link, via: null }])),
  };
  const linked = { ...graph, links };
  return stringifyJson({
    ...writeParts(linked, subgraphs, layoutOf),
    reroutes: writeReroutes(graph),
    links: linkObjects(linked),
    subgraphs: Object.values(subgraphs).map((subgraph) =>
      writeSubgraph(subgraph, subgraphs, layoutOf),
    ),
  });
}

/**
 * Reads what this editor or ComfyUI's has copied, or a whole workflow, in either format.
 * @returns null when the text is none of these
 */
export function readCopied(text: string, classes: NodeClasses): Slice | null {
  const json = parsed(text);
  if (!isObject(json)) return null;
  if (Array.isArray(json['nodes']) || Array.isArray(json['groups'])) {
    return readParts(json, classes);
  }
  const isPrompt =
    Object.keys(json).length > 0 &&
    Object.values(json).every((node) => isObject(node) && typeof node['class_type'] === 'string');
  if (!isPrompt) return null;
  return { graph: promptToDocument(json, classes).root, subgraphs: {}, incoming: [] };
}

/**
 * @param position where the corner of the whole goes; null: beside where it was
 * @param classes those of subgraphs included
 */
export function pasteItems(
  document: DocumentDraft,
  ref: GraphRef,
  slice: Slice,
  classes: NodeClasses,
  position: Point | null,
  withLinks = false,
): Inserted {
  const corner = cornerOf(slice, classes);
  const offset: Point =
    position && corner ? [position[0] - corner[0], position[1] - corner[1]] : [BESIDE, BESIDE];
  return insertSlice(document, ref, slice, offset, withLinks);
}

const BESIDE = 30;

function cornerOf({ graph }: Slice, classes: NodeClasses): Point | null {
  const bounds = boundsOf([
    ...Object.values(graph.nodes).map((node) => rectOfNode(node, classes)),
    ...Object.values(graph.groups).map(rectOfGroup),
    ...Object.values(graph.reroutes).map(({ position: [x, y] }) => ({ x, y, width: 0, height: 0 })),
  ]);
  return bounds && [bounds.x, bounds.y];
}

function readParts(json: JsonObject, classes: NodeClasses): Slice {
  const copied = withPlainLinks(json);
  const subgraphs = memberOf(json, 'subgraphs');
  const document = readWorkflow(
    Array.isArray(subgraphs) ? { ...copied, definitions: { subgraphs } } : copied,
    classes,
  );
  const { root } = document;
  const used = subgraphsIn(root, document.subgraphs);
  return {
    graph: root,
    subgraphs: Object.fromEntries(
      Object.entries(document.subgraphs).filter(([id]) => used.has(id)),
    ),
    incoming: incomingOf(copied, root.nodes),
  };
}

/** Links whose origin was not copied. */
function incomingOf(json: JsonObject, nodes: { readonly [id: string]: unknown }): Link[] {
  const inputs = new Map<string, Link['to']>();
  for (const node of listOf(memberOf(json, 'nodes'))) {
    const id = isObject(node) ? readId(memberOf(node, 'id')) : null;
    for (const slot of listOf(isObject(node) ? memberOf(node, 'inputs') : undefined)) {
      const link = isObject(slot) ? readId(memberOf(slot, 'link')) : null;
      const name = isObject(slot) ? memberOf(slot, 'name') : null;
      if (id !== null && link !== null && typeof name === 'string') {
        inputs.set(link, { node: id, input: name });
      }
    }
  }
  return [...readFileLinks(json).values()].flatMap((link): Link[] => {
    const to = inputs.get(link.id);
    if (!to || Object.hasOwn(nodes, link.origin)) return [];
    const from = { node: link.origin, slot: link.originSlot };
    return [{ id: link.id, from, to, type: '*', via: null, rest: {} }];
  });
}

function parsed(text: string): Json | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
