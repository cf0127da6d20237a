import type { Point } from '../../nodes/graph/document/types.ts';
import { activeTab, openSubgraph } from '../store/workspace.ts';

/** The middle of what shows of the graph: in the graph and in the window, px. */
export function viewCentre(): { readonly position: Point; readonly at: Point } {
  const rect = document.querySelector('.react-flow')?.getBoundingClientRect();
  const { left = 0, top = 0, width = innerWidth, height = innerHeight } = rect ?? {};
  const tab = activeTab();
  const { x, y, zoom } = (tab && tab.viewports[openSubgraph(tab) ?? '']) ?? { x: 0, y: 0, zoom: 1 };
  const toGraph = (size: number, offset: number) =>
    Math.round((size / 2 - offset) / zoom / 10) * 10;
  return {
    position: [toGraph(width, x), toGraph(height, y)],
    at: [left + width / 2, top + height / 2],
  };
}
