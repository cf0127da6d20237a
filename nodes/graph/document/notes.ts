/** Notes: nodes of the editor alone, which hold a text. */
import type { GraphDraft, GraphNode, NodeId, Point } from './types.ts';

const NOTE_TYPES: ReadonlySet<string> = new Set(['Note', 'MarkdownNote']);

export function isNote({ type }: Pick<GraphNode, 'type'>): boolean {
  return NOTE_TYPES.has(type);
}

export function noteText({ savedWidgets }: Pick<GraphNode, 'savedWidgets'>): string {
  const text: unknown = Array.isArray(savedWidgets) ? savedWidgets[0] : null;
  return typeof text === 'string' ? text : '';
}

export function setNoteText(graph: GraphDraft, node: NodeId, text: string): void {
  const found = graph.nodes[node];
  if (found) found.savedWidgets = [text];
}

/** @returns its id */
export function addNote(graph: GraphDraft, position: Point, text: string): NodeId {
  const id = String(++graph.lastNodeId);
  graph.nodes[id] = {
    id,
    type: 'MarkdownNote',
    title: null,
    position: [...position],
    size: [240, 120],
    mode: 'always',
    isCollapsed: false,
    isPinned: false,
    color: null,
    inputs: [],
    outputs: [],
    values: {},
    controls: {},
    savedWidgets: [text],
    properties: {},
    rest: { flags: {}, order: 0, mode: 0, inputs: [], outputs: [], properties: {} },
  };
  graph.order.push(id);
  return id;
}
