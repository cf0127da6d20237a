import { Check, CircleStop, FolderOpen, RotateCcw, Trash2, TriangleAlert } from 'lucide-react';
import type { HistoryItem } from '../../../electron/protocol/queue.ts';
import { thumbnailUrl } from '../../api/pictures.ts';
import { refreshHistory } from '../../store/run/history.ts';
import { forgetRuns, nameOf, openRunWorkflow, runAgain } from '../../store/run/queue-commands.ts';
import { viewPicture } from '../../store/viewer.ts';
import { formatDuration, formatMoment } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import classes from './queue.module.css';

const ICONS = { done: Check, error: TriangleAlert, interrupted: CircleStop } as const;
const THUMB_PX = 24;

export function DoneRow({ item, top }: { readonly item: HistoryItem; readonly top: number }) {
  const { state, started, ended, error, files } = item;
  const Icon = ICONS[state];
  const name = nameOf(item);
  const [file] = files;
  const took = started !== null && ended !== null ? formatDuration(ended - started) : '';
  return (
    <li className={classes['row']} style={{ translate: `0 ${top}px` }}>
      <span className={classes['thumb']}>
        {file && (
          <button
            type="button"
            aria-label={t('queue.view', { name })}
            onClick={() => viewPicture(file)}
          >
            <img src={thumbnailUrl(file, THUMB_PX)} alt="" decoding="async" />
          </button>
        )}
      </span>
      <span className={classes[state]} title={t(`queue.state.${state}`)}>
        <Icon size={14} strokeWidth={1.5} aria-label={t(`queue.state.${state}`)} role="img" />
      </span>
      <span className={classes['name']} title={name}>
        {name}
      </span>
      {error ? (
        <span className={classes['sentence']} title={error.message}>
          {error.message}
        </span>
      ) : (
        <span className={classes['detail']}>{took}</span>
      )}
      {ended !== null && <span className={classes['detail']}>{formatMoment(ended)}</span>}
      <span className={classes['commands']}>
        <IconButton
          isSmall
          icon={FolderOpen}
          label={t('queue.open')}
          onClick={() => void openRunWorkflow(item)}
        />
        <IconButton
          isSmall
          icon={RotateCcw}
          label={t(state === 'error' ? 'queue.retry' : 'queue.again')}
          onClick={() => void runAgain(item)}
        />
        <IconButton
          isSmall
          icon={Trash2}
          label={t('queue.forget')}
          onClick={() => void forgetRuns([item.id]).then(refreshHistory)}
        />
      </span>
    </li>
  );
}
