/** Going into subgraphs and out of them. */
import type { NodeId } from '../../nodes/graph/document/types.ts';
import { NOTHING, selectionOf } from '../store/selection.ts';
import { activeTab, openGraph, updateTab } from '../store/workspace.ts';

/** Opens a node that stands for a subgraph; nothing happens for others. */
export function enterSubgraph(id: NodeId): void {
  const tab = activeTab();
  const type = tab && openGraph(tab).nodes[id]?.type;
  if (!tab || type === undefined || type === null || !Object.hasOwn(tab.document.subgraphs, type))
    return;
  updateTab(tab.id, { path: [...tab.path, id], selection: NOTHING });
}

/** @param depth how many subgraphs stay open; 0: the root. What was left is selected. */
export function leaveTo(depth: number): void {
  const tab = activeTab();
  const left = tab?.path[depth];
  if (!tab || left === undefined) return;
  updateTab(tab.id, { path: tab.path.slice(0, depth), selection: selectionOf({ nodes: [left] }) });
}
