import classes from './curve.module.css';
import { ScheduleCurve } from './schedule-curve.tsx';
import { useSchedule } from './use-schedule.ts';

/** The small curve in a node's body. @param width of the node */
export function NodeSchedule({
  nodeId,
  width,
}: {
  readonly nodeId: string;
  readonly width: number;
}) {
  const state = useSchedule(nodeId);
  return state ? (
    <div className={classes['body']}>
      <ScheduleCurve state={state} width={width - 16} isSmall />
    </div>
  ) : null;
}
