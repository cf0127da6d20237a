import { Pause, Play } from 'lucide-react';
import { keymap } from '../../store/keymap.ts';
import { togglePaused } from '../../store/run/queue-commands.ts';
import { useRuns } from '../../store/run/runs.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './queue.module.css';
import { useQueueProgress } from './use-progress.ts';

/** The tab's name with the number of waiting runs. */
export function QueueLabel() {
  const count = useRuns(({ queue }) => queue.pending.length + (queue.running ? 1 : 0));
  return count > 0 ? t('queue.count', { count }) : t('queue.title');
}

/** Progress and pause, at the right of the drawer's bar. */
export function QueueTools() {
  const isPaused = useRuns(({ queue }) => queue.paused);
  const { progress, text } = useQueueProgress();
  const percent = Math.round(100 * (progress?.done ?? 0));
  return (
    <div className={classes['tools']}>
      {text !== null && <span className={isPaused ? classes['paused'] : ''}>{text}</span>}
      {progress && (
        <div
          className={classes['track']}
          role="progressbar"
          aria-label={t('queue.running')}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <div className={classes['bar']} style={{ width: `${percent}%` }} />
        </div>
      )}
      <IconButton
        isSmall
        icon={isPaused ? Play : Pause}
        label={t(isPaused ? 'queue.resume' : 'queue.pause')}
        keys={keymap.getState().keysFor('run.pause')[0]}
        aria-pressed={isPaused}
        onClick={() => void togglePaused()}
      />
    </div>
  );
}
