/** Lays out the selection, or everything, from left to right. */
import elkApi, { type ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { boundaryPlaces, boundsOf, rectOfNode } from '../../nodes/graph/document/geometry.ts';
import { setGroupRect } from '../../nodes/graph/document/groups.ts';
import { moveTo } from '../../nodes/graph/document/arrange.ts';
import { dismissNotice, notify } from '../store/notices.ts';
import { editGraph } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { editTarget } from './edit-target.ts';
import { elkGraphOf, LARGE, placesOf } from './tidy-graph.ts';

/** The page's policy asks for a named say before an address becomes a script. */
const policy = window.trustedTypes?.createPolicy('layout-worker', {
  createScriptURL: (url) => url,
});
let elk: InstanceType<typeof elkApi.default> | null = null;

/** One step of undo. Pinned nodes stay, and so does the corner of the whole. */
export async function tidy(): Promise<void> {
  const target = editTarget();
  if (!target) return;
  const { graph, classes } = target;
  const candidates = target.nodes.length > 1 ? target.nodes : Object.values(graph.nodes);
  const nodes = candidates.filter(({ isPinned }) => !isPinned);
  const bounds = boundsOf(nodes.map((node) => rectOfNode(node, classes)));
  if (!bounds) return;
  const notice = nodes.length > LARGE ? notify(t('edit.tidying', { count: nodes.length })) : null;
  const laidOut = await layOut(elkGraphOf(graph, classes, new Set(nodes.map(({ id }) => id))));
  if (notice !== null) dismissNotice(notice);
  if (!laidOut) return;
  if (editTarget()?.graph !== graph) {
    notify(t('edit.tidyLate'));
    return;
  }
  const places = placesOf(laidOut, [bounds.x, bounds.y]);
  editGraph(t('action.edit.tidy'), (draft, document) => {
    moveTo(draft, places.nodes);
    for (const [id, { position, size }] of places.groups) setGroupRect(draft, id, position, size);
    for (const [id, [x, y]] of places.reroutes) {
      const reroute = draft.reroutes[id];
      if (reroute) reroute.position = [x, y];
    }
    const subgraph = target.ref === null ? undefined : document.subgraphs[target.ref];
    const all = boundsOf(Object.values(draft.nodes).map((node) => rectOfNode(node, classes)));
    if (subgraph && all) Object.assign(subgraph, boundaryPlaces(all));
  });
}

/** Null when it fails, which is then said. */
async function layOut(graph: ElkNode): Promise<ElkNode | null> {
  try {
    elk ??= new elkApi.default({
      workerFactory: () => new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl),
    });
    return await elk.layout(graph);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    notify(t('edit.tidyFailed', { reason }), { kind: 'error' });
    return null;
  }
}
