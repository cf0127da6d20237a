import { Check, CircleStop, TriangleAlert } from 'lucide-react';
import { placeOf, useNodeRun, useRuns } from '../../../store/run/runs.ts';
import { formatDuration, formatOrdinal } from '../../../text/format.ts';
import { t } from '../../../text/text.ts';
import classes from './run.module.css';

export interface NodeRunProps {
  /** In the graph that shows. */
  readonly nodeId: string;
}

const ICON = { size: 14, strokeWidth: 1.5 };

/** The right slot of a node's header: place in the queue, steps, time, tick, or error. */
export function NodeStatus({ nodeId }: NodeRunProps) {
  const run = useNodeRun(nodeId);
  const place = useRuns((state) => (run.job === null ? null : placeOf(state, run.job)));
  switch (run.status) {
    case 'waiting':
      return place === null ? null : (
        <Slot label={t('node.place', { place: formatOrdinal(place) })}>{formatOrdinal(place)}</Slot>
      );
    case 'running':
      return run.max > 1 ? (
        <Slot look="running" label={t('node.steps', { value: run.value, max: run.max })}>
          {`${run.value}/${run.max}`}
        </Slot>
      ) : (
        <Slot look="running" label={t('node.running')}>
          …
        </Slot>
      );
    case 'done':
      return run.ms === null ? null : (
        <Slot givesWay label={t('node.done', { time: formatDuration(run.ms) })}>
          {formatDuration(run.ms)}
        </Slot>
      );
    case 'cached':
      return (
        <Slot label={t('node.cached')}>
          <Check {...ICON} aria-hidden />
        </Slot>
      );
    case 'error':
      return (
        <Slot look="error" label={t('node.error')}>
          <TriangleAlert {...ICON} aria-hidden />
        </Slot>
      );
    case 'interrupted':
      return (
        <Slot label={t('node.interrupted')}>
          <CircleStop {...ICON} aria-hidden />
        </Slot>
      );
    default:
      return null;
  }
}

interface SlotProps {
  readonly label: string;
  readonly look?: 'running' | 'error';
  /** Where the title needs its room. */
  readonly givesWay?: boolean;
  readonly children: React.ReactNode;
}

function Slot({ label, look, givesWay, children }: SlotProps) {
  const names = [classes['status'], look && classes[look]].filter(Boolean).join(' ');
  return (
    <span
      className={names}
      role="img"
      aria-label={label}
      title={label}
      data-gives-way={givesWay || undefined}
    >
      {children}
    </span>
  );
}
