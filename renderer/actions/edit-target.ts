/** What an edit acts on: the selection in the graph that shows. */
import type { Items } from '../../nodes/graph/document/edits.ts';
import { contentOf } from '../../nodes/graph/document/groups.ts';
import type { Graph, GraphNode, GraphRef } from '../../nodes/graph/document/types.ts';
import type { NodeClasses } from '../../nodes/graph/node-class.ts';
import { classesOf } from '../store/catalog.ts';
import { activeTab, openGraph, openSubgraph, type Tab } from '../store/workspace.ts';

export interface EditTarget {
  readonly tab: Tab;
  readonly ref: GraphRef;
  readonly graph: Graph;
  readonly classes: NodeClasses;
  /** Selected nodes, in the order in which they lie. */
  readonly nodes: readonly GraphNode[];
  readonly items: Items;
}

/** Null when no workflow is open. */
export function editTarget(): EditTarget | null {
  const tab = activeTab();
  if (!tab) return null;
  const graph = openGraph(tab);
  const { nodes, groups, reroutes } = tab.selection;
  return {
    tab,
    ref: openSubgraph(tab),
    graph,
    classes: classesOf(tab),
    nodes: graph.order.flatMap((id) => (nodes.has(id) ? (graph.nodes[id] ?? []) : [])),
    items: { nodes, groups, reroutes },
  };
}

/** With what lies in selected groups. */
export function itemsWithContent({ graph, classes, items }: EditTarget): Items {
  const content = [...items.groups].map((id) => contentOf(graph, classes, id));
  return {
    nodes: new Set([...items.nodes, ...content.flatMap(({ nodes }) => nodes)]),
    groups: new Set([...items.groups, ...content.flatMap(({ groups }) => groups)]),
    reroutes: new Set([...items.reroutes, ...content.flatMap(({ reroutes }) => reroutes)]),
  };
}

export function hasSelectedNodes(atLeast = 1): boolean {
  return (activeTab()?.selection.nodes.size ?? 0) >= atLeast;
}

export function hasSelection(): boolean {
  const selection = activeTab()?.selection;
  return (
    selection !== undefined &&
    Object.values(selection).some((ids: ReadonlySet<string>) => ids.size > 0)
  );
}
