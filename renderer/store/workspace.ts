/** The open workflows: one tab each, with its document, history, place in its subgraphs, selection and viewport. */
import { produce, type Draft } from 'immer';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import {
  EMPTY_DOCUMENT,
  type Graph,
  type NodeId,
  type SubgraphId,
  type WorkflowDocument,
} from '../../nodes/graph/document/types.ts';
import { randomId } from '../api/client-id.ts';
import { NO_HISTORY, record, redo, undo, type History, type Moved } from './history.ts';
import { existing, NOTHING, type Selection } from './selection.ts';

/** Where a workflow is kept. */
export type WorkflowFile =
  /** In the server's workflows folder, by its path there; the tag tells whether it changed since it was read. */
  | { readonly kind: 'userdata'; readonly path: string; readonly tag: string | null }
  /** A file that was opened on the desktop. */
  | { readonly kind: 'desktop'; readonly path: string };

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Tab {
  readonly id: string;
  readonly name: string;
  /** Null: never saved. */
  readonly file: WorkflowFile | null;
  readonly document: WorkflowDocument;
  /** As the file holds it; null when there is none. */
  readonly saved: WorkflowDocument | null;
  readonly history: History<WorkflowDocument>;
  /** The instances of subgraphs that are open, from the root inwards. */
  readonly path: readonly NodeId[];
  readonly selection: Selection;
  /** By the graph that shows: '' for the root, else the subgraph's id. */
  readonly viewports: { readonly [graph: string]: Viewport };
}

export interface Workspace {
  readonly tabs: readonly Tab[];
  readonly active: string | null;
}

export const workspace = createStore<Workspace>(() => ({ tabs: [], active: null }));

export type NewTab = Pick<Tab, 'name'> & Partial<Tab>;

/** Opens a tab in front of the others. @returns its id */
export function openTab(tab: NewTab): string {
  const opened: Tab = {
    id: randomId(),
    file: null,
    document: EMPTY_DOCUMENT,
    saved: null,
    history: NO_HISTORY,
    path: [],
    selection: NOTHING,
    viewports: {},
    ...tab,
  };
  workspace.setState(({ tabs }) => ({ tabs: [...tabs, opened], active: opened.id }));
  return opened.id;
}

/** @param place among the tabs, from 0 */
export function moveTab(id: string, place: number): void {
  workspace.setState(({ tabs }) => {
    const moved = tabs.find((tab) => tab.id === id);
    const others = tabs.filter((tab) => tab.id !== id);
    return moved ? { tabs: others.toSpliced(place, 0, moved) } : {};
  });
}

/** The neighbour of the active tab becomes active. */
export function closeTab(id: string): void {
  workspace.setState(({ tabs, active }) => {
    const place = tabs.findIndex((tab) => tab.id === id);
    const left = tabs.filter((tab) => tab.id !== id);
    const neighbour = left[Math.min(place, left.length - 1)];
    return { tabs: left, active: active === id ? (neighbour?.id ?? null) : active };
  });
}

export function activateTab(id: string): void {
  workspace.setState({ active: id });
}

export function activeTab(): Tab | null {
  const { tabs, active } = workspace.getState();
  return tabs.find(({ id }) => id === active) ?? null;
}

/** Changes what is no edit of the document: name, file, viewport, selection. */
export function updateTab(id: string, change: Partial<Omit<Tab, 'id'>>): void {
  workspace.setState(({ tabs }) => ({
    tabs: tabs.map((tab) => (tab.id === id ? { ...tab, ...change } : tab)),
  }));
}

export interface EditOptions {
  /** Edits of the same group that follow each other at once are undone together. */
  readonly group?: string;
  /** The tab; the active one when absent. */
  readonly tab?: string;
}

/**
 * One undoable edit of the document. @param label what undo calls it, as text
 * @param recipe changes the draft; an edit that changes nothing leaves no step
 */
export function edit(
  label: string,
  recipe: (draft: Draft<WorkflowDocument>) => void,
  { group, tab: id }: EditOptions = {},
): void {
  const tab = id === undefined ? activeTab() : tabOf(id);
  if (!tab) return;
  const document = produce(tab.document, (draft) => {
    recipe(draft);
  });
  if (document === tab.document) return;
  const history = record(tab.history, tab.document, label, group ?? null, performance.now());
  setDocument(tab, document, history);
}

/** One undoable edit of the graph that shows. */
export function editGraph(
  label: string,
  recipe: (graph: Draft<Graph>, document: Draft<WorkflowDocument>) => void,
  options: EditOptions = {},
): void {
  const tab = options.tab === undefined ? activeTab() : tabOf(options.tab);
  if (!tab) return;
  const subgraph = openSubgraph(tab);
  edit(
    label,
    (draft) => {
      const graph = subgraph === null ? draft.root : draft.subgraphs[subgraph]?.graph;
      if (graph) recipe(graph, draft);
    },
    { ...options, tab: tab.id },
  );
}

/** @param id of the tab; the active one when absent */
export function undoEdit(id?: string): void {
  const tab = id === undefined ? activeTab() : tabOf(id);
  if (tab) move(tab, undo(tab.history, tab.document));
}

export function redoEdit(): void {
  const tab = activeTab();
  if (tab) move(tab, redo(tab.history, tab.document));
}

export function select(selection: Selection): void {
  const tab = activeTab();
  if (tab) updateTab(tab.id, { selection });
}

/** The subgraph that shows; null for the root. */
export function openSubgraph({
  document,
  path,
}: Pick<Tab, 'document' | 'path'>): SubgraphId | null {
  let open: SubgraphId | null = null;
  for (const instance of path) {
    const graph: Graph | undefined =
      open === null ? document.root : document.subgraphs[open]?.graph;
    const type: string | undefined = graph?.nodes[instance]?.type;
    if (type === undefined || !Object.hasOwn(document.subgraphs, type)) return open;
    open = type;
  }
  return open;
}

/** The graph that shows. */
export function openGraph(tab: Pick<Tab, 'document' | 'path'>): Graph {
  const subgraph = openSubgraph(tab);
  return (subgraph === null ? null : tab.document.subgraphs[subgraph]?.graph) ?? tab.document.root;
}

export function isUnsaved(tab: Tab): boolean {
  return tab.document !== tab.saved && (tab.saved !== null || tab.history.past.length > 0);
}

export function useWorkspace<T>(select: (state: Workspace) => T): T {
  return useStore(workspace, select);
}

/** Of the active tab. */
export function useTab<T>(select: (tab: Tab) => T): T | null {
  return useStore(workspace, ({ tabs, active }) => {
    const tab = tabs.find(({ id }) => id === active);
    return tab ? select(tab) : null;
  });
}

function tabOf(id: string): Tab | undefined {
  return workspace.getState().tabs.find((tab) => tab.id === id);
}

function move(tab: Tab, moved: Moved<WorkflowDocument> | null): void {
  if (moved) setDocument(tab, moved.value, moved.history);
}

/** Leaves subgraphs that are gone, and selects nothing that is. */
function setDocument(
  tab: Tab,
  document: WorkflowDocument,
  history: History<WorkflowDocument>,
): void {
  const path = existingPath(document, tab.path);
  const selection = existing(tab.selection, openGraph({ document, path }));
  updateTab(tab.id, { document, history, path, selection });
}

function existingPath(document: WorkflowDocument, path: readonly NodeId[]): readonly NodeId[] {
  let graph: Graph | undefined = document.root;
  let depth = 0;
  for (; depth < path.length; depth++) {
    const type: string | undefined = graph?.nodes[path[depth] ?? '']?.type;
    if (type === undefined || !Object.hasOwn(document.subgraphs, type)) break;
    graph = document.subgraphs[type]?.graph;
  }
  return depth === path.length ? path : path.slice(0, depth);
}
