import { Square } from 'lucide-react';
import type { QueueItem } from '../../../electron/protocol/queue.ts';
import { interrupt, nameOf } from '../../store/run/queue-commands.ts';
import { progressOf } from '../../store/run/progress.ts';
import { previewing, useRuns } from '../../store/run/runs.ts';
import { EMPTY_TAB_RUN } from '../../store/run/types.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useObjectUrl } from '../../ui/use-object-url.ts';
import classes from './queue.module.css';

/** What runs now: the picture so far, its step and a bar. */
export function RunningRow({ item }: { readonly item: QueueItem }) {
  const state = useRuns((all) => all);
  const job = state.jobs[item.id];
  const live = previewing(state.tabs[job?.tab ?? ''] ?? EMPTY_TAB_RUN);
  const preview = useObjectUrl(live?.preview ?? null);
  const progress = progressOf(state, 0);
  const name = nameOf(item);
  return (
    <div className={classes['current']}>
      <span className={classes['thumb']}>{preview !== null && <img src={preview} alt="" />}</span>
      <span className={classes['name']} title={name}>
        {name}
      </span>
      <span className={classes['step']}>
        {progress && progress.max > 1 ? `${progress.value}/${progress.max}` : t('queue.running')}
      </span>
      <span className={classes['detail']}>{t('queue.nodes', { count: item.nodes })}</span>
      <IconButton
        isSmall
        icon={Square}
        label={t('queue.stop', { name })}
        onClick={() => void interrupt()}
      />
    </div>
  );
}
