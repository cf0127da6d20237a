import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { loadOlderRuns, refreshHistory, retryFailed, useHistory } from '../../store/run/history.ts';
import { forgetRuns } from '../../store/run/queue-commands.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { DoneRow } from './done-row.tsx';
import classes from './queue.module.css';
import { ROW_PX } from './waiting-list.tsx';

/** The history, newest first; older runs are read as one scrolls to them. */
export function DoneList() {
  const { status, items, next } = useHistory((state) => state);
  const place = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (next !== null && last >= items.length - 10) void loadOlderRuns();
  }, [last, next, items.length]);
  const hasFailed = items.some(({ state }) => state === 'error');
  return (
    <section className={classes['column']} aria-label={t('queue.history')}>
      <header className={classes['head']}>
        <h3>{t('queue.history')}</h3>
        <span className={classes['count']}>{`${items.length}${next === null ? '' : '+'}`}</span>
        {hasFailed && (
          <Button isSmall look="quiet" onClick={() => void retryFailed()}>
            {t('queue.retryFailed')}
          </Button>
        )}
        {items.length > 0 && (
          <Button isSmall look="quiet" onClick={() => void forgetRuns(null).then(refreshHistory)}>
            {t('queue.clearHistory')}
          </Button>
        )}
      </header>
      {status === 'failed' && (
        <p className={classes['empty']} role="alert">
          {t('queue.failed')}
          <Button isSmall onClick={() => void refreshHistory()}>
            {t('queue.retry')}
          </Button>
        </p>
      )}
      <div className={classes['scroll']} ref={place}>
        {items.length === 0 && status === 'ready' && (
          <p className={classes['empty']}>{t('queue.noneDone')}</p>
        )}
        <ul className={classes['rows']} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = items[index];
            return item ? <DoneRow key={item.id} item={item} top={start} /> : null;
          })}
        </ul>
      </div>
    </section>
  );
}
