import { useVirtualizer } from '@tanstack/react-virtual';
import { Copy } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { followLog, readLog, useLog } from '../../store/log.ts';
import { notify } from '../../store/notices.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './log.module.css';

const LINE_PX = 16;
/** So near to the end, new lines are followed. */
const NEAR_PX = 32;

/** The lines of server and engine as they come. */
export function LogPanel() {
  useEffect(followLog, []);
  const { status, entries } = useLog((state) => state);
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    return entries.filter(({ m }) => m.toLowerCase().includes(wanted));
  }, [entries, filter]);
  const place = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => place.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
  });
  useEffect(() => {
    if (isAtEnd.current && shown.length > 0) rows.scrollToIndex(shown.length - 1, { align: 'end' });
  }, [shown.length, rows]);
  const copy = async () => {
    await navigator.clipboard.writeText(shown.map(({ t: at, m }) => `${at} ${m}`).join('\n'));
    notify(t('log.copied'));
  };
  return (
    <div className={classes['panel']}>
      <div className={classes['head']}>
        <input
          type="search"
          className={classes['filter']}
          aria-label={t('log.search')}
          placeholder={t('log.search')}
          value={filter}
          onChange={({ target }) => setFilter(target.value)}
        />
        <IconButton isSmall icon={Copy} label={t('log.copy')} onClick={() => void copy()} />
      </div>
      {status === 'failed' && (
        <p className={classes['empty']} role="alert">
          {t('log.failed')}
          <Button isSmall onClick={() => void readLog()}>
            {t('log.retry')}
          </Button>
        </p>
      )}
      {status === 'ready' && entries.length === 0 && (
        <p className={classes['empty']}>{t('log.empty')}</p>
      )}
      <div
        className={classes['scroll']}
        ref={place}
        role="log"
        aria-live="off"
        aria-label={t('app.drawer.log')}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        }}
      >
        <div className={classes['lines']} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <div key={index} className={classes['line']} style={{ translate: `0 ${start}px` }}>
              <time>{shown[index]?.t.slice(11, 19)}</time>
              {shown[index]?.m}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
