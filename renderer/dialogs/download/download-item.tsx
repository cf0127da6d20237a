import { Pause, Play, X } from 'lucide-react';
import type { Download } from '../../../electron/protocol/downloads.ts';
import { told } from '../../api/told.ts';
import { showDialog } from '../../store/dialogs.ts';
import { changeDownload } from '../../store/downloads.ts';
import { notify } from '../../store/notices.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { shareOf, stateOf } from './download-state.ts';
import classes from './download.module.css';

const NEEDS_TOKEN = new Set(['hub_gated', 'hub_token']);

/** One download: how far it is, and what can be done about it. */
export function DownloadItem({ download }: { readonly download: Download }) {
  const { name, state, problem } = download;
  const share = shareOf(download);
  const change = (what: 'pause' | 'resume' | 'remove') => () =>
    void changeDownload(download, what).catch((error: unknown) =>
      notify(told(error), { kind: 'error' }),
    );
  const isMoving = state === 'running' || state === 'waiting' || state === 'checking';
  return (
    <li className={classes['item']}>
      <div className={classes['line']}>
        <span className={classes['name']} title={`${download.repo}/${download.file}`}>
          {name}
        </span>
        {isMoving && (
          <IconButton
            icon={Pause}
            label={t('download.pause', { name })}
            onClick={change('pause')}
          />
        )}
        {(state === 'paused' || state === 'failed') && (
          <IconButton
            icon={Play}
            label={t('download.resume', { name })}
            onClick={change('resume')}
          />
        )}
        <IconButton
          icon={X}
          label={t(state === 'done' ? 'download.dismiss' : 'download.cancel', { name })}
          onClick={change('remove')}
        />
      </div>
      {state !== 'done' && (
        <progress
          className={classes['bar']}
          aria-label={name}
          max={1}
          {...(share !== null && { value: share })}
        />
      )}
      <p className={problem ? classes['wrong'] : classes['state']}>{stateOf(download)}</p>
      {problem && NEEDS_TOKEN.has(problem.code) && (
        <Button isSmall onClick={() => showDialog('settings', { section: 'downloads' })}>
          {t('download.addToken')}
        </Button>
      )}
    </li>
  );
}
