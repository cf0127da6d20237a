import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { QueueItem } from '../../../electron/protocol/queue.ts';
import { clearQueue, moveJob } from '../../store/run/queue-commands.ts';
import { useRuns } from '../../store/run/runs.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import classes from './queue.module.css';
import { RunningRow } from './running-row.tsx';
import { WaitingRow } from './waiting-row.tsx';

export const ROW_PX = 32;

/** What runs now, and what waits in its order; rows are dragged, or moved with Alt and the arrow keys. */
export function WaitingList() {
  const running = useRuns(({ queue }) => queue.running);
  const pending = useRuns(({ queue }) => queue.pending);
  const isPaused = useRuns(({ queue }) => queue.paused);
  const place = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<QueueItem | null>(null);
  const [focused, setFocused] = useState(0);
  const rows = useVirtualizer({
    count: pending.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const focusRow = (at: number) => {
    const to = Math.min(pending.length - 1, Math.max(0, at));
    setFocused(to);
    rows.scrollToIndex(to);
    requestAnimationFrame(() =>
      place.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus(),
    );
  };
  const move = (id: string, to: number) => {
    void moveJob(id, to);
    focusRow(to);
  };
  return (
    <section className={classes['column']} aria-label={t('queue.title')}>
      <header className={classes['head']}>
        <h3>{t('queue.title')}</h3>
        <span className={classes['count']}>{pending.length + (running ? 1 : 0)}</span>
        {pending.length > 0 && (
          <Button isSmall look="quiet" onClick={() => void clearQueue()}>
            {t('queue.cancelAll')}
          </Button>
        )}
      </header>
      <div className={classes['scroll']} ref={place}>
        {running && <RunningRow item={running} />}
        {pending.length === 0 && !running && (
          <p className={classes['empty']}>{t(isPaused ? 'queue.paused' : 'queue.none')}</p>
        )}
        <ol className={classes['rows']} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = pending[index];
            return item ? (
              <WaitingRow
                key={item.id}
                item={item}
                index={index}
                place={index + (running ? 2 : 1)}
                top={start}
                isFocusable={index === Math.min(focused, pending.length - 1)}
                isDragged={dragged?.id === item.id}
                onFocusRow={focusRow}
                onMove={(to) => move(item.id, to)}
                onDrag={() => setDragged(item)}
                onDrop={() => {
                  if (dragged) move(dragged.id, index);
                  setDragged(null);
                }}
              />
            ) : null;
          })}
        </ol>
      </div>
    </section>
  );
}
