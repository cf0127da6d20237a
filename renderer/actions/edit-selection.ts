import { SquareDashedMousePointer, Trash2 } from 'lucide-react';
import { removeLinks } from '../../nodes/graph/document/connect.ts';
import { bringToFront, removeItems } from '../../nodes/graph/document/edits.ts';
import { removeBridging } from '../../nodes/graph/document/splice.ts';
import { selectionOf } from '../store/selection.ts';
import { activeTab, editGraph, openGraph, select } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import type { Action } from './action.ts';
import { editTarget, hasSelectedNodes, hasSelection } from './edit-target.ts';

export const selectionActions: readonly Action[] = [
  {
    id: 'edit.selectAll',
    title: 'action.edit.selectAll',
    section: 'edit',
    keys: ['mod+A'],
    icon: SquareDashedMousePointer,
    isEnabled: () => activeTab() !== null,
    run() {
      const tab = activeTab();
      if (!tab) return;
      const { nodes, groups, reroutes } = openGraph(tab);
      select(
        selectionOf({
          nodes: Object.keys(nodes),
          groups: Object.keys(groups),
          reroutes: Object.keys(reroutes),
        }),
      );
    },
  },
  {
    id: 'edit.delete',
    title: 'action.edit.delete',
    section: 'edit',
    keys: ['Delete', 'Backspace'],
    icon: Trash2,
    isEnabled: hasSelection,
    run() {
      const target = editTarget();
      if (!target) return;
      const { links } = target.tab.selection;
      editGraph(t('action.edit.delete'), (graph) => {
        removeLinks(graph, [...links]);
        removeItems(graph, target.items);
      });
    },
  },
  {
    id: 'edit.deleteBridging',
    title: 'action.edit.deleteBridging',
    section: 'edit',
    keys: ['mod+Delete', 'mod+Backspace'],
    isEnabled: () => hasSelectedNodes(),
    run() {
      const target = editTarget();
      if (!target) return;
      editGraph(t('action.edit.deleteBridging'), (graph) => removeBridging(graph, target.items));
    },
  },
  {
    id: 'edit.toFront',
    title: 'action.edit.toFront',
    section: 'edit',
    isEnabled: () => hasSelectedNodes(),
    run() {
      const target = editTarget();
      if (!target) return;
      editGraph(t('action.edit.toFront'), (graph) => bringToFront(graph, target.items.nodes));
    },
  },
];
