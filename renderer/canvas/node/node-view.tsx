import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { isNote } from '../../../nodes/graph/document/notes.ts';
import { useNodeRun } from '../../store/run/runs.ts';
import { useTab } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { useLive } from '../live.ts';
import { isTaca } from '../scene/look.ts';
import { isBoundary } from '../scene/scene.ts';
import { BoundaryView } from './boundary-view.tsx';
import { nameId, sameFacts, type FlowNode, type NodeFacts } from './flow-node.ts';
import { NodeBody } from './node-body.tsx';
import { NodeHeader } from './node-header.tsx';
import { nodeName } from './node-name.ts';
import classes from './node.module.css';
import { NoteView } from './note-view.tsx';
import { ResizeHandle } from './resize-handle.tsx';

export const NodeView = memo(
  function NodeView({ data }: NodeProps<FlowNode>) {
    return isBoundary(data.node.id) ? <BoundaryView facts={data} /> : <Framed facts={data} />;
  },
  (before, after) => sameFacts(before.data, after.data),
);

function Framed({ facts }: { readonly facts: NodeFacts }) {
  const { node, nodeClass, layout } = facts;
  const { id } = node;
  const isSelected = useTab((tab) => tab.selection.nodes.has(id)) ?? false;
  const run = useNodeRun(id);
  const detail = useLive((state) => state.detail);
  const isNoted = isNote(node);
  const hasHeader = !isNoted || node.title !== null || node.isCollapsed;
  const isMissing = !nodeClass && !isNoted;
  const look = [
    classes['node'],
    isSelected && classes['selected'],
    run.status === 'error' && classes['failed'],
    node.mode === 'bypass' && classes['bypassed'],
    node.mode === 'never' && classes['muted'],
    isMissing && classes['unknown'],
    isNoted && classes['note'],
    node.isCollapsed && classes['pill'],
    detail !== 'full' && classes['block'],
    isTaca(nodeClass) && classes['taca'],
  ];
  return (
    <div
      data-node={id}
      data-selected={isSelected || undefined}
      data-problem={run.problem ? true : undefined}
      className={look.filter(Boolean).join(' ')}
      style={{
        minHeight: layout.height,
        ...(node.color !== null && { '--node-color': node.color }),
      }}
      data-coloured={node.color !== null || undefined}
    >
      <span id={nameId(id)} className="visually-hidden">
        {nodeName(facts, run)}
      </span>
      {detail === 'full' ? (
        <>
          {hasHeader && <NodeHeader facts={facts} />}
          {isNoted ? <NoteView node={node} /> : <NodeBody facts={facts} />}
          {isMissing && !node.isCollapsed && !run.problem && (
            <p className={classes['placeholder']}>{t('canvas.node.unknown')}</p>
          )}
          {!node.isCollapsed && !node.isPinned && <ResizeHandle node={id} />}
        </>
      ) : (
        <span className={classes['blockTitle']}>{facts.title}</span>
      )}
    </div>
  );
}
