import { ArrowDown, ArrowUp, ArrowUpToLine, GripVertical, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { QueueItem } from '../../../electron/protocol/queue.ts';
import { cancelJobs, nameOf } from '../../store/run/queue-commands.ts';
import { formatMoment, formatOrdinal } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './queue.module.css';

interface WaitingRowProps {
  readonly item: QueueItem;
  /** Among those that wait, from 0. */
  readonly index: number;
  /** In the queue, from 1. */
  readonly place: number;
  readonly top: number;
  readonly isFocusable: boolean;
  readonly isDragged: boolean;
  readonly onFocusRow: (index: number) => void;
  readonly onMove: (to: number) => void;
  readonly onDrag: () => void;
  readonly onDrop: () => void;
}

export function WaitingRow(props: WaitingRowProps) {
  const { item, index, place, top, isFocusable, isDragged, onFocusRow, onMove } = props;
  const name = nameOf(item);
  const shown = formatOrdinal(place);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step !== 0) {
      if (event.altKey) onMove(Math.max(0, index + step));
      else onFocusRow(index + step);
    } else if (event.key === 'Delete' || event.key === 'Backspace') void cancelJobs([item.id]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li
      className={[classes['row'], isDragged && classes['dragged']].filter(Boolean).join(' ')}
      style={{ translate: `0 ${top}px` }}
      data-index={index}
      tabIndex={isFocusable ? 0 : -1}
      aria-label={t('queue.item', { name, place: shown })}
      draggable
      onKeyDown={onKeyDown}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', name);
        props.onDrag();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop();
      }}
    >
      <GripVertical className={classes['grip']} size={14} strokeWidth={1.5} aria-hidden />
      <span className={classes['place']}>{shown}</span>
      <span className={classes['name']} title={name}>
        {name}
      </span>
      <span className={classes['detail']}>{t('queue.nodes', { count: item.nodes })}</span>
      {item.created !== null && (
        <span className={classes['detail']}>
          {t('queue.added', { time: formatMoment(item.created) })}
        </span>
      )}
      <span className={classes['commands']}>
        <IconButton
          isSmall
          icon={ArrowUpToLine}
          label={t('queue.moveFirst', { name })}
          disabled={index === 0}
          onClick={() => onMove(0)}
        />
        <IconButton
          isSmall
          icon={ArrowUp}
          label={t('queue.moveUp', { name })}
          disabled={index === 0}
          onClick={() => onMove(index - 1)}
        />
        <IconButton
          isSmall
          icon={ArrowDown}
          label={t('queue.moveDown', { name })}
          onClick={() => onMove(index + 1)}
        />
        <IconButton
          isSmall
          icon={X}
          label={t('queue.cancel', { name })}
          onClick={() => void cancelJobs([item.id])}
        />
      </span>
    </li>
  );
}
