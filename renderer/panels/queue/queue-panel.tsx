import { useHistory } from '../../store/run/history.ts';
import { useRuns } from '../../store/run/runs.ts';
import { t } from '../../text/text.ts';
import { DoneList } from './done-list.tsx';
import classes from './queue.module.css';
import { WaitingList } from './waiting-list.tsx';

/** What runs and waits at the left, what is done at the right. */
export function QueuePanel() {
  const hasQueue = useRuns(({ queue }) => queue.running !== null || queue.pending.length > 0);
  const hasHistory = useHistory(({ items, status }) => items.length > 0 || status !== 'ready');
  if (!hasQueue && !hasHistory) return <p className={classes['empty']}>{t('queue.empty')}</p>;
  return (
    <div className={classes['panel']}>
      <WaitingList />
      <DoneList />
    </div>
  );
}
