import { CircleSlash, Pin, Spline } from 'lucide-react';
import { setTitle } from '../../../nodes/graph/document/edits.ts';
import { editGraph } from '../../store/workspace.ts';
import { t } from '../../text/text.ts';
import { startRenaming, stopRenaming, useLive } from '../live.ts';
import { iconOf, isTaca } from '../scene/look.ts';
import { enterSubgraph } from '../subgraph-path.ts';
import type { NodeFacts } from './flow-node.ts';
import classes from './node.module.css';
import { RenameField } from './rename-field.tsx';
import { NodeProgress } from './run/node-progress.tsx';
import { NodeStatus } from './run/node-status.tsx';

const SIGN = { size: 14, strokeWidth: 1.5 } as const;

export function NodeHeader({ facts }: { readonly facts: NodeFacts }) {
  const { node, nodeClass, title, isSubgraph } = facts;
  const { id } = node;
  const isRenaming = useLive(({ renaming }) => renaming?.kind === 'node' && renaming.id === id);
  const Icon = iconOf(node.type, nodeClass, isSubgraph);
  return (
    <header className={classes['header']}>
      <span
        className={classes['icon']}
        data-taca={isTaca(nodeClass) || undefined}
        title={isSubgraph ? t('canvas.subgraph.open') : (nodeClass?.title ?? node.type)}
        onDoubleClick={isSubgraph ? () => enterSubgraph(id) : undefined}
      >
        <Icon {...SIGN} aria-hidden />
      </span>
      <div className={classes['line']}>
        {isRenaming ? (
          <RenameField
            label={t('canvas.node.title')}
            value={title}
            onEnd={(name) => {
              stopRenaming();
              if (name !== null && name !== title) {
                editGraph(t('canvas.edit.rename'), (graph) => setTitle(graph, id, name));
              }
            }}
          />
        ) : (
          <span
            className={classes['title']}
            title={title}
            onDoubleClick={() => startRenaming({ kind: 'node', id })}
          >
            {title}
          </span>
        )}
        <span className={classes['slot']}>
          <NodeStatus nodeId={id} />
          {node.mode === 'bypass' && (
            <Spline {...SIGN} role="img" aria-label={t('canvas.node.bypassed')} />
          )}
          {node.mode === 'never' && (
            <CircleSlash {...SIGN} role="img" aria-label={t('canvas.node.muted')} />
          )}
          {node.isPinned && <Pin {...SIGN} role="img" aria-label={t('canvas.node.pinned')} />}
        </span>
      </div>
      <div className={classes['progress']}>
        <NodeProgress nodeId={id} />
      </div>
    </header>
  );
}
