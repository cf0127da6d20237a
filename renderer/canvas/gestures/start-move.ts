/** What a drag of a thing moves: the selection, the content of groups, a copy, or a boundary node. */
import { produce } from 'immer';
import type { GroupContent } from '../../../nodes/graph/document/groups.ts';
import { insertSlice, sliceOf, type Inserted } from '../../../nodes/graph/document/slice.ts';
import { SUBGRAPH_INPUT, type Point } from '../../../nodes/graph/document/types.ts';
import { selectionOf } from '../../store/selection.ts';
import {
  activeTab,
  edit,
  editGraph,
  openGraph,
  openSubgraph,
  select,
} from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { documentScene } from '../current.ts';
import { classesOf } from '../../store/catalog.ts';
import { withContent } from '../scene/items.ts';
import { sceneOf } from '../scene/scene.ts';
import type { Follower } from './follow.ts';
import { commitMove, moving } from './move.ts';

/** Of all that is selected. */
export function movingSelection(start: Point): Follower | null {
  const tab = activeTab();
  const scene = documentScene();
  if (!tab || !scene) return null;
  const items = withContent(scene, tab.selection);
  return moving(start, {
    scene,
    items,
    inserts: true,
    commit: (delta, insertion) => commitMove(items, delta, insertion),
  });
}

/** The originals stay; the copies are in the document when they are let go. */
export function movingCopies(start: Point): Follower | null {
  const tab = activeTab();
  const scene = documentScene();
  if (!tab || !scene) return null;
  const ref = openSubgraph(tab);
  const slice = sliceOf(tab.document, ref, withContent(scene, tab.selection));
  let copies: GroupContent = { nodes: [], groups: [], reroutes: [] };
  const copied = produce(tab.document, (draft) => {
    copies = insertSlice(draft, ref, slice, [0, 0]);
  });
  const graph = openGraph({ document: copied, path: tab.path });
  const shown = sceneOf(graph, scene.subgraph, classesOf({ ...tab, document: copied }));
  return moving(start, {
    scene: shown,
    items: copies,
    inserts: false,
    commit(delta) {
      let inserted: Inserted = copies;
      editGraph(t('canvas.edit.duplicate'), (_graph, document) => {
        inserted = insertSlice(document, ref, slice, delta);
      });
      select(selectionOf({ ...inserted }));
    },
  });
}

export function movingBoundary(start: Point, id: string): Follower | null {
  const tab = activeTab();
  const scene = documentScene();
  const open = tab && openSubgraph(tab);
  if (!scene || open === null) return null;
  return moving(start, {
    scene,
    items: { nodes: [id], groups: [], reroutes: [] },
    inserts: false,
    commit([dx, dy]) {
      edit(t('canvas.edit.move'), ({ subgraphs }) => {
        const subgraph = subgraphs[open];
        if (!subgraph) return;
        const key = id === SUBGRAPH_INPUT ? 'inputPosition' : 'outputPosition';
        const [x, y] = subgraph[key];
        subgraph[key] = [x + dx, y + dy];
      });
    },
  });
}
