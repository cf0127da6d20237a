import { useNodeRun } from '../../../store/run/runs.ts';
import { t } from '../../../text/text.ts';
import type { NodeRunProps } from './node-status.tsx';
import classes from './run.module.css';

/** 3 px under the header while the node runs; nothing else. */
export function NodeProgress({ nodeId }: NodeRunProps) {
  const { status, value, max } = useNodeRun(nodeId);
  if (status !== 'running') return null;
  const isCounted = max > 1;
  return (
    <div
      className={classes['track']}
      role="progressbar"
      aria-label={t('node.running')}
      {...(isCounted && { 'aria-valuenow': value, 'aria-valuemin': 0, 'aria-valuemax': max })}
    >
      <div
        className={classes[isCounted ? 'bar' : 'working']}
        style={isCounted ? { width: `${(100 * value) / max}%` } : {}}
      />
    </div>
  );
}
