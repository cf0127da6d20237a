import { Play } from 'lucide-react';
import { useState } from 'react';
import { runAction } from '../../actions/index.ts';
import { PICTURE_MIME, viewUrl } from '../../api/pictures.ts';
import { formatOrdinal } from '../../text/format.ts';
import { keymap } from '../../store/keymap.ts';
import { jobOf, placeOf, previewing, useRuns, useTabRun } from '../../store/run/runs.ts';
import { viewPicture } from '../../store/viewer.ts';
import { openGraph, useTab } from '../../store/workspace.ts';
import { shownKeys } from '../../actions/keys.ts';
import { isMac } from '../../actions/platform.ts';
import { t } from '../../text/text.ts';
import { ContextMenu } from '../../ui/menu.tsx';
import { pictureMenu } from '../../viewer/picture-menu.ts';
import { Button } from '../../ui/button.tsx';
import { useObjectUrl } from '../../ui/use-object-url.ts';
import { showSize } from './picture-size.ts';
import { ResultProblem } from './result-problem.tsx';
import { Shapes } from './shapes.tsx';
import classes from './result.module.css';

/** Live while it is made; an error stands before older pictures. */
export function ResultPicture() {
  const live = useTabRun(previewing);
  const latest = useTabRun((run) => run.latest);
  const preview = useObjectUrl(live?.preview ?? null);
  const [gone, setGone] = useState<string | null>(null);
  if (live && preview !== null) {
    return (
      <div className={classes['frame']}>
        <img className={classes['picture']} src={preview} alt={t('result.live')} />
      </div>
    );
  }
  const src = latest && viewUrl(latest.file);
  return (
    <div className={classes['frame']}>
      {latest && src !== null && src !== gone && (
        <ContextMenu entries={() => pictureMenu(latest.file)}>
          <button
            type="button"
            className={classes['open']}
            aria-label={t('result.latest')}
            onClick={() => viewPicture(latest.file)}
          >
            <img
              className={classes['picture']}
              src={src}
              alt=""
              onDragStart={(event) =>
                event.dataTransfer.setData(PICTURE_MIME, JSON.stringify(latest.file))
              }
              onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
                showSize(naturalWidth, naturalHeight)
              }
              onError={() => setGone(src)}
            />
          </button>
        </ContextMenu>
      )}
      {src !== null && src === gone && <p className={classes['note']}>{t('result.gone')}</p>}
      {!latest && <Empty />}
      <ResultProblem />
    </div>
  );
}

function Empty() {
  const tab = useTab(({ id }) => id) ?? '';
  const place = useRuns((state) => placeOf(state, jobOf(state, tab)?.id ?? ''));
  const isRunning = useRuns((state) => jobOf(state, tab)?.state === 'running');
  const keys = keymap.getState().keysFor('run')[0];
  const hasNodes = useTab((open) => openGraph(open).order.length > 0);
  if (isRunning) return <p className={classes['note']}>{t('queue.running')}</p>;
  if (place !== null) {
    return (
      <p className={classes['note']}>{t('result.waiting', { place: formatOrdinal(place) })}</p>
    );
  }
  if (!hasNodes) {
    return (
      <div className={classes['empty']}>
        <Shapes />
        <p className={classes['headline']}>{t('result.empty')}</p>
        <p>{t('result.empty.nodes')}</p>
      </div>
    );
  }
  return (
    <div className={classes['empty']}>
      <Shapes />
      <p className={classes['headline']}>{t('result.empty')}</p>
      <p>{t('result.empty.hint')}</p>
      <Button look="primary" className={classes['run']} onClick={() => runAction('run')}>
        <Play size={14} aria-hidden />
        {t('result.run')}
      </Button>
      {keys !== undefined && <p className={classes['keys']}>{shownKeys(keys, isMac)}</p>}
    </div>
  );
}
