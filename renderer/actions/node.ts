import {
  ChevronsDownUp,
  CircleSlash,
  Group,
  PencilLine,
  Pin,
  Spline,
  StickyNote,
} from 'lucide-react';
import { setCollapsed, setMode, setPinned } from '../../nodes/graph/document/edits.ts';
import { addGroup } from '../../nodes/graph/document/groups.ts';
import { addNote } from '../../nodes/graph/document/notes.ts';
import type { GraphDraft, GraphNode, NodeId, NodeMode } from '../../nodes/graph/document/types.ts';
import { startRenaming } from '../canvas/live.ts';
import { viewCentre } from '../canvas/view-centre.ts';
import { selectionOf } from '../store/selection.ts';
import { activeTab, editGraph, select } from '../store/workspace.ts';
import { t, type TextKey } from '../text/text.ts';
import type { Action } from './action.ts';
import { editTarget, hasSelectedNodes } from './edit-target.ts';

/** On when all selected nodes are; running it turns all of them the other way. */
function toggle(
  action: Pick<Action, 'id' | 'keys' | 'icon'> & { readonly title: TextKey },
  isOn: (node: GraphNode) => boolean,
  set: (graph: GraphDraft, nodes: readonly NodeId[], on: boolean) => void,
): Action {
  const isChecked = () => {
    const nodes = editTarget()?.nodes ?? [];
    return nodes.length > 0 && nodes.every(isOn);
  };
  return {
    ...action,
    section: 'node',
    isEnabled: () => hasSelectedNodes(),
    isChecked,
    run() {
      const ids = editTarget()?.nodes.map(({ id }) => id) ?? [];
      const on = !isChecked();
      editGraph(t(action.title), (graph) => set(graph, ids, on));
    },
  };
}

function toggleMode(
  mode: NodeMode,
  action: Pick<Action, 'id' | 'keys' | 'icon'> & { readonly title: TextKey },
): Action {
  return toggle(
    action,
    (node) => node.mode === mode,
    (graph, nodes, on) => setMode(graph, nodes, on ? mode : 'always'),
  );
}

export const nodeActions: readonly Action[] = [
  {
    id: 'node.rename',
    title: 'action.node.rename',
    section: 'node',
    keys: ['F2'],
    icon: PencilLine,
    isEnabled: () => renamed() !== null,
    run() {
      const target = renamed();
      if (target) startRenaming(target);
    },
  },
  toggleMode('bypass', {
    id: 'node.bypass',
    title: 'action.node.bypass',
    keys: ['mod+B'],
    icon: Spline,
  }),
  toggleMode('never', {
    id: 'node.mute',
    title: 'action.node.mute',
    keys: ['mod+M'],
    icon: CircleSlash,
  }),
  toggle(
    { id: 'node.pin', title: 'action.node.pin', keys: ['P'], icon: Pin },
    ({ isPinned }) => isPinned,
    setPinned,
  ),
  toggle(
    { id: 'node.collapse', title: 'action.node.collapse', keys: ['Alt+C'], icon: ChevronsDownUp },
    ({ isCollapsed }) => isCollapsed,
    setCollapsed,
  ),
  {
    id: 'edit.group',
    title: 'action.edit.group',
    section: 'node',
    keys: ['mod+G'],
    icon: Group,
    isEnabled: () => activeTab() !== null,
    run() {
      const target = editTarget();
      if (!target) return;
      let id = '';
      editGraph(t('action.edit.group'), (graph) => {
        const { position } = viewCentre();
        id = addGroup(graph, target.classes, target.items, t('edit.group.title'), position);
      });
      select(selectionOf({ groups: [id] }));
      startRenaming({ kind: 'group', id });
    },
  },
  {
    id: 'node.note',
    title: 'action.node.note',
    section: 'node',
    icon: StickyNote,
    isEnabled: () => activeTab() !== null,
    run() {
      let id = '';
      editGraph(t('action.node.note'), (graph) => {
        id = addNote(graph, viewCentre().position, '');
      });
      select(selectionOf({ nodes: [id] }));
    },
  },
];

/** The one thing that is selected, if it has a title. */
function renamed(): { readonly kind: 'node' | 'group'; readonly id: string } | null {
  const { nodes, groups } = activeTab()?.selection ?? { nodes: [], groups: [] };
  const [[node, ...otherNodes], [group, ...otherGroups]] = [[...nodes], [...groups]];
  if (node !== undefined && otherNodes.length === 0) return { kind: 'node', id: node };
  if (group !== undefined && otherGroups.length === 0) return { kind: 'group', id: group };
  return null;
}
