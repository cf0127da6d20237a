import { connect } from '../../nodes/graph/document/connect.ts';
import { addNode } from '../../nodes/graph/document/edits.ts';
import { addNote, isNote } from '../../nodes/graph/document/notes.ts';
import type { NodeId, Point } from '../../nodes/graph/document/types.ts';
import type { NodeClass } from '../../nodes/graph/node-class.ts';
import { fittingSlot } from '../search/fitting-slot.ts';
import { freePlace } from './free-place.ts';
import { rememberUse } from '../store/favourites.ts';
import type { PendingLink } from '../store/node-search.ts';
import { selectionOf } from '../store/selection.ts';
import { editGraph, select } from '../store/workspace.ts';
import { t } from '../text/text.ts';

/**
 * Adds a node to the open graph, links it where a link waits for it, and selects it.
 * @param position in the graph, px; it goes below what is there
 * @returns its id; null when no workflow is open
 */
export function addNodeAt(
  nodeClass: NodeClass,
  position: Point,
  from: PendingLink | null = null,
): NodeId | null {
  let id: NodeId | null = null;
  editGraph(t('edit.addNode', { node: nodeClass.title }), (graph) => {
    id = isNote({ type: nodeClass.id })
      ? addNote(graph, position, '')
      : addNode(graph, nodeClass, position);
    const node = graph.nodes[id];
    if (node) {
      // What feeds an input ends where it was asked for.
      const x = position[0] - (from?.side === 'input' ? node.size[0] : 0);
      const others = Object.values(graph.nodes).filter((other) => other.id !== id);
      node.position = [...freePlace(others, [x, position[1]])];
    }
    const slot = from && fittingSlot(nodeClass, from)?.slot;
    if (from?.side === 'output' && slot?.side === 'input') {
      connect(graph, { node: from.node, slot: from.slot }, { node: id, input: slot.input });
    }
    if (from?.side === 'input' && slot?.side === 'output') {
      connect(graph, { node: id, slot: slot.slot }, { node: from.node, input: from.input });
    }
  });
  if (id !== null) {
    select(selectionOf({ nodes: [id] }));
    rememberUse(nodeClass.id);
  }
  return id;
}
