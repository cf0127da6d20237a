import { addNode } from '../../nodes/graph/document/edits.ts';
import type { Point } from '../../nodes/graph/document/types.ts';
import { isObject } from '../../nodes/graph/json.ts';
import { getJson } from '../api/http.ts';
import { viewCentre } from '../canvas/view-centre.ts';
import { classOf, loadCatalog } from '../store/catalog.ts';
import { notify } from '../store/notices.ts';
import { selectionOf } from '../store/selection.ts';
import { editGraph, select } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { reasonOf } from './reason.ts';

/** Uploads a picture and adds the node that loads it. */
export async function addPicture(
  file: File,
  hasParameters: boolean,
  position: Point = viewCentre().position,
): Promise<void> {
  const loader = classOf('LoadImage');
  if (!loader) return;
  try {
    const form = new FormData();
    form.append('image', file, file.name);
    const stored = await getJson('/upload/image', { method: 'POST', body: form });
    const given = isObject(stored) ? stored['name'] : null;
    const name = typeof given === 'string' ? given : file.name;
    await loadCatalog();
    let added: string | null = null;
    editGraph(t('edit.addNode', { node: loader.title }), (graph) => {
      added = addNode(graph, loader, position);
      const node = graph.nodes[added];
      if (node) node.values = { ...node.values, image: name };
    });
    if (added === null) return;
    select(selectionOf({ nodes: [added] }));
    const key = hasParameters ? 'files.parametersAdded' : 'files.pictureAdded';
    notify(t(key, { name: file.name }));
  } catch (error) {
    notify(t('files.pictureFailed', { name: file.name, reason: reasonOf(error) }), {
      kind: 'error',
    });
  }
}
