/** A tab as its draft holds it. */
import { readWorkflow } from '../../nodes/graph/document/read-workflow.ts';
import { EMPTY_DOCUMENT, type WorkflowDocument } from '../../nodes/graph/document/types.ts';
import { writeWorkflow } from '../../nodes/graph/document/write-workflow.ts';
import { isObject, type Json, type JsonObject } from '../../nodes/graph/json.ts';
import type { NodeClasses } from '../../nodes/graph/node-class.ts';
import { existing, selectionOf } from '../store/selection.ts';
import {
  isUnsaved,
  openGraph,
  type NewTab,
  type Tab,
  type WorkflowFile,
} from '../store/workspace.ts';

const workflows = new WeakMap<WorkflowDocument, JsonObject>();

export function draftOf(tab: Tab, classes: NodeClasses): JsonObject {
  const { name, file, path, selection, viewports, document } = tab;
  return {
    name,
    file: file && { ...file },
    isUnsaved: isUnsaved(tab),
    path: [...path],
    selection: {
      nodes: [...selection.nodes],
      groups: [...selection.groups],
      reroutes: [...selection.reroutes],
    },
    viewports: { ...viewports } as unknown as Json,
    workflow: workflowOf(document, classes),
  };
}

/** Moving the view does not write the workflow anew. */
function workflowOf(document: WorkflowDocument, classes: NodeClasses): JsonObject {
  const known = workflows.get(document) ?? writeWorkflow(document, classes);
  workflows.set(document, known);
  return known;
}

/** Null for what is no draft of a tab. */
export function tabOf(id: string, draft: JsonObject, classes: NodeClasses): NewTab | null {
  const { name, workflow } = draft;
  if (typeof name !== 'string' || !isObject(workflow)) return null;
  const document = readWorkflow(workflow, classes);
  const path = texts(draft['path']);
  const selection = isObject(draft['selection']) ? draft['selection'] : {};
  return {
    id,
    name,
    file: fileOf(draft['file']),
    document,
    saved: draft['isUnsaved'] === true ? EMPTY_DOCUMENT : document,
    path,
    selection: existing(
      selectionOf({
        nodes: texts(selection['nodes']),
        groups: texts(selection['groups']),
        reroutes: texts(selection['reroutes']),
      }),
      openGraph({ document, path }),
    ),
    viewports: viewportsOf(draft['viewports']),
  };
}

function fileOf(json: Json | undefined): WorkflowFile | null {
  if (!isObject(json) || typeof json['path'] !== 'string') return null;
  const { kind, path, tag } = json;
  if (kind === 'desktop') return { kind, path };
  return kind === 'userdata' ? { kind, path, tag: typeof tag === 'string' ? tag : null } : null;
}

function viewportsOf(json: Json | undefined): Tab['viewports'] {
  const entries = Object.entries(isObject(json) ? json : {}).flatMap(([graph, view]) => {
    const { x, y, zoom } = isObject(view) ? view : {};
    const isWhole = typeof x === 'number' && typeof y === 'number' && typeof zoom === 'number';
    return isWhole && zoom > 0 ? [[graph, { x, y, zoom }] as const] : [];
  });
  return Object.fromEntries(entries);
}

function texts(json: Json | undefined): string[] {
  return Array.isArray(json) ? json.filter((item) => typeof item === 'string') : [];
}
