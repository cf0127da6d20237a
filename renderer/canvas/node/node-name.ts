import { t } from '../../text/text.ts';
import type { NodeRun } from '../../store/run/types.ts';
import type { NodeFacts } from './flow-node.ts';

/** "KSampler, running, step 14 of 20, 4 inputs, 1 missing". */
export function nodeName(facts: NodeFacts, run: Pick<NodeRun, 'status' | 'value' | 'max'>): string {
  const { node, title } = facts;
  const sockets = node.inputs.filter(({ isWidget }) => !isWidget).length;
  const missing = missingInputs(facts).length;
  return [
    title,
    node.mode === 'bypass' && t('canvas.node.bypassed'),
    node.mode === 'never' && t('canvas.node.muted'),
    node.isPinned && t('canvas.node.pinned'),
    node.isCollapsed && t('canvas.node.collapsed'),
    run.status !== 'idle' && t(`canvas.node.${run.status}`),
    run.status === 'running' &&
      run.max > 1 &&
      t('canvas.node.step', { value: run.value, max: run.max }),
    sockets > 0 && t('canvas.node.inputs', { count: sockets }),
    missing > 0 && t('canvas.node.missing', { count: missing }),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Names of the sockets that a run needs something in. */
export function missingInputs({ nodeClass, plugs }: NodeFacts): readonly string[] {
  return (nodeClass?.inputs ?? [])
    .filter(({ kind, isOptional, name }) => kind === 'socket' && !isOptional && !plugs.has(name))
    .map(({ name }) => name);
}
