import type { NodeId } from '../../nodes/graph/document/types.ts';
import { activeTab, openSubgraph, updateTab } from '../store/workspace.ts';
import { selectionOf } from '../store/selection.ts';
import { showView } from '../store/layout.ts';

/** How close a node is looked at, unless the view is closer already. */
const ZOOM = 1;

/** Opens the graph that a node is in, selects it and brings it to the middle. @param path instances of subgraphs */
export function showNode(id: NodeId, path: readonly NodeId[] = []): void {
  const tab = activeTab();
  if (!tab) return;
  showView('graph');
  const key = openSubgraph({ document: tab.document, path }) ?? '';
  const graph = key === '' ? tab.document.root : tab.document.subgraphs[key]?.graph;
  const node = graph?.nodes[id];
  if (!node) return;
  const rect = document.querySelector('.react-flow')?.getBoundingClientRect();
  const zoom = Math.max(ZOOM, tab.viewports[key]?.zoom ?? ZOOM);
  const centre = (size: number, position: number, length: number) =>
    size / 2 - (position + length / 2) * zoom;
  const viewport = {
    x: centre(rect?.width ?? innerWidth, node.position[0], node.size[0]),
    y: centre(rect?.height ?? innerHeight, node.position[1], node.size[1]),
    zoom,
  };
  updateTab(tab.id, {
    path,
    selection: selectionOf({ nodes: [id] }),
    viewports: { ...tab.viewports, [key]: viewport },
  });
}
