import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceAround,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceAround,
  Network,
  type LucideIcon,
} from 'lucide-react';
import {
  aligned,
  distributed,
  moveTo,
  type Alignment,
  type Axis,
} from '../../nodes/graph/document/arrange.ts';
import { rectOfNode, type Rect } from '../../nodes/graph/document/geometry.ts';
import type { NodeId, Point } from '../../nodes/graph/document/types.ts';
import { activeTab, editGraph } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import type { TextKey } from '../text/text.ts';
import type { Action } from './action.ts';
import { editTarget, hasSelectedNodes } from './edit-target.ts';

const ALIGNMENTS: readonly (readonly [Alignment, LucideIcon])[] = [
  ['left', AlignStartVertical],
  ['centre-x', AlignCenterVertical],
  ['right', AlignEndVertical],
  ['top', AlignStartHorizontal],
  ['centre-y', AlignCenterHorizontal],
  ['bottom', AlignEndHorizontal],
];
const AXES: readonly (readonly [Axis, LucideIcon])[] = [
  ['x', AlignHorizontalSpaceAround],
  ['y', AlignVerticalSpaceAround],
];

export const arrangeActions: readonly Action[] = [
  ...ALIGNMENTS.map(([alignment, icon]): Action => ({
    id: `edit.align.${alignment}`,
    title: `action.edit.align.${alignment}`,
    section: 'edit',
    icon,
    isEnabled: () => hasSelectedNodes(2),
    run: () => arrange(`action.edit.align.${alignment}`, (rects) => aligned(rects, alignment)),
  })),
  ...AXES.map(([axis, icon]): Action => ({
    id: `edit.distribute.${axis}`,
    title: `action.edit.distribute.${axis}`,
    section: 'edit',
    icon,
    isEnabled: () => hasSelectedNodes(3),
    run: () => arrange(`action.edit.distribute.${axis}`, (rects) => distributed(rects, axis)),
  })),
  {
    id: 'edit.tidy',
    title: 'action.edit.tidy',
    section: 'edit',
    keys: ['mod+Shift+F'],
    icon: Network,
    isEnabled: () => activeTab() !== null,
    async run() {
      const { tidy } = await import('./tidy.ts');
      await tidy();
    },
  },
];

function arrange(
  label: TextKey,
  place: (rects: ReadonlyMap<NodeId, Rect>) => ReadonlyMap<NodeId, Point>,
): void {
  const target = editTarget();
  if (!target) return;
  const rects = new Map(
    target.nodes.map((node) => [node.id, rectOfNode(node, target.classes)] as const),
  );
  editGraph(t(label), (graph) => moveTo(graph, place(rects)));
}
