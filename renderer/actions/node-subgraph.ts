import { Boxes, CornerLeftUp, FolderInput, Package, PackageOpen } from 'lucide-react';
import { collapseToSubgraph } from '../../nodes/graph/document/collapse.ts';
import { expandSubgraph } from '../../nodes/graph/document/expand-subgraph.ts';
import { instancesOf, makeUnique } from '../../nodes/graph/document/subgraphs.ts';
import type { GraphNode, NodeId } from '../../nodes/graph/document/types.ts';
import { uniqueName } from '../../nodes/graph/document/ids.ts';
import { enterSubgraph, leaveTo } from '../canvas/subgraph-path.ts';
import { startRenaming } from '../canvas/live.ts';
import { selectionOf } from '../store/selection.ts';
import { activeTab, edit, select } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import type { Action } from './action.ts';
import { editTarget, hasSelectedNodes, type EditTarget } from './edit-target.ts';

const POPUPS = '[role=dialog], [role=menu], [role=listbox], [role=combobox]';

export const subgraphActions: readonly Action[] = [
  {
    id: 'edit.subgraph',
    title: 'action.edit.subgraph',
    section: 'node',
    keys: ['mod+Shift+E'],
    icon: Package,
    isEnabled: () => hasSelectedNodes(),
    run() {
      const target = editTarget();
      if (!target) return;
      const names = Object.values(target.tab.document.subgraphs).map(({ name }) => name);
      const name = uniqueName(t('edit.subgraph.title'), new Set(names));
      let id: NodeId | null = null;
      edit(t('action.edit.subgraph'), (document) => {
        id = collapseToSubgraph(document, target.ref, target.classes, target.items, name);
      });
      if (id === null) return;
      select(selectionOf({ nodes: [id] }));
      startRenaming({ kind: 'node', id });
    },
  },
  {
    id: 'subgraph.open',
    title: 'action.subgraph.open',
    section: 'node',
    keys: ['Alt+ArrowDown'],
    icon: FolderInput,
    isEnabled: () => selectedInstances().length === 1,
    run() {
      const [instance] = selectedInstances();
      if (instance) enterSubgraph(instance.id);
    },
  },
  {
    id: 'subgraph.leave',
    title: 'action.subgraph.leave',
    section: 'node',
    keys: ['Escape', 'Alt+ArrowUp'],
    icon: CornerLeftUp,
    isEnabled: () =>
      (activeTab()?.path.length ?? 0) > 0 && document.activeElement?.closest(POPUPS) == null,
    run: () => leaveTo((activeTab()?.path.length ?? 0) - 1),
  },
  {
    id: 'edit.expand',
    title: 'action.edit.expand',
    section: 'node',
    icon: PackageOpen,
    isEnabled: () => selectedInstances().length > 0,
    run() {
      const instances = selectedInstances();
      const target = editTarget();
      if (!target) return;
      let nodes: NodeId[] = [];
      edit(t('action.edit.expand'), (document) => {
        nodes = instances.flatMap(
          ({ id }) => expandSubgraph(document, target.ref, id, target.classes) ?? [],
        );
      });
      select(selectionOf({ nodes }));
    },
  },
  {
    id: 'edit.unique',
    title: 'action.edit.unique',
    section: 'node',
    icon: Boxes,
    isEnabled: () => {
      const target = editTarget();
      return (
        target !== null && selectedInstances(target).some(({ type }) => isShared(target, type))
      );
    },
    run() {
      const target = editTarget();
      if (!target) return;
      const shared = selectedInstances(target).filter(({ type }) => isShared(target, type));
      edit(t('action.edit.unique'), (document) => {
        for (const { id } of shared) makeUnique(document, target.ref, id);
      });
    },
  },
];

function selectedInstances(target: EditTarget | null = editTarget()): readonly GraphNode[] {
  const { nodes = [], tab } = target ?? {};
  return nodes.filter(({ type }) => Object.hasOwn(tab?.document.subgraphs ?? {}, type));
}

function isShared({ tab }: EditTarget, type: string): boolean {
  return instancesOf(tab.document, type).length > 1;
}
