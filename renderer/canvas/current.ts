/** The scene that shows now: of the active tab's open graph, or of a drag's preview of it. */
import type { Graph, Subgraph } from '../../nodes/graph/document/types.ts';
import { classesOf, useCatalog } from '../store/catalog.ts';
import { activeTab, openGraph, openSubgraph, useTab, type Tab } from '../store/workspace.ts';
import { live, useLive } from './live.ts';
import { sceneOf, type Scene } from './scene/scene.ts';

let last: Scene | null = null;

export function subgraphOf(tab: Tab): Subgraph | null {
  const id = openSubgraph(tab);
  return id === null ? null : (tab.document.subgraphs[id] ?? null);
}

/** Null when no workflow is open. */
export function currentScene(): Scene | null {
  const tab = activeTab();
  if (!tab) return null;
  const { preview } = live.getState();
  const classes = classesOf(tab);
  return same(
    preview?.graph ?? openGraph(tab),
    preview ? preview.subgraph : subgraphOf(tab),
    classes,
  );
}

/** As the document has it, without what is being dragged. */
export function documentScene(): Scene | null {
  const tab = activeTab();
  return tab && sceneOf(openGraph(tab), subgraphOf(tab), classesOf(tab));
}

export function useScene(): Scene | null {
  const graph = useTab(openGraph);
  const subgraph = useTab(subgraphOf);
  const preview = useLive((state) => state.preview);
  useCatalog((state) => state.classes);
  const classes = useTab(classesOf);
  if (!graph || !classes) return null;
  return same(preview?.graph ?? graph, preview ? preview.subgraph : subgraph, classes);
}

function same(graph: Graph, subgraph: Subgraph | null, classes: Scene['classes']): Scene {
  if (last?.graph === graph && last.subgraph === subgraph && last.classes === classes) return last;
  last = sceneOf(graph, subgraph, classes);
  return last;
}
