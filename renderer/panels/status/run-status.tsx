import { useLayout } from '../../store/layout.ts';
import { useRuns } from '../../store/run/runs.ts';
import { t } from '../../text/text.ts';
import { useQueueProgress } from '../queue/use-progress.ts';
import classes from './run-status.module.css';

/** Whether the server answers; in views without the drawer, what runs. */
export function RunStatus() {
  const isLost = useRuns(({ connection }) => connection === 'lost');
  const isGraph = useLayout(({ view }) => view === 'graph');
  const { text } = useQueueProgress();
  if (isLost) {
    return (
      <span className={classes['lost']} role="status">
        {t('app.offline')}
      </span>
    );
  }
  return isGraph || text === null ? null : <span>{text}</span>;
}
