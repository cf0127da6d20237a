import { addNode } from '../../nodes/graph/document/edits.ts';
import type { Point } from '../../nodes/graph/document/types.ts';
import type { PictureRef } from '../api/pictures.ts';
import { viewCentre } from '../canvas/view-centre.ts';
import { classOf } from '../store/catalog.ts';
import { showView } from '../store/layout.ts';
import { selectionOf } from '../store/selection.ts';
import { editGraph, select } from '../store/workspace.ts';
import { t } from '../text/text.ts';

/** A picture as the widgets of nodes name it: `folder/name.png [output]`. */
export function inputName({ filename, subfolder, type }: PictureRef): string {
  const path = subfolder === '' ? filename : `${subfolder}/${filename}`;
  return type === 'input' ? path : `${path} [${type}]`;
}

/** Adds a node to the open graph that loads the picture, and selects it. @param position in the graph, px */
export function addAsInput(picture: PictureRef, position: Point = viewCentre().position): void {
  const loader = classOf('LoadImage');
  if (!loader) return;
  let added: string | null = null;
  editGraph(t('picture.inputAdded', { file: picture.filename }), (graph) => {
    const id = addNode(graph, loader, position);
    const node = graph.nodes[id];
    if (node) node.values['image'] = inputName(picture);
    added = id;
  });
  if (added !== null) select(selectionOf({ nodes: [added] }));
  showView('graph');
}
