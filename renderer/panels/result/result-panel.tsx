import { Maximize, SquareSplitHorizontal } from 'lucide-react';
import { useTabRun } from '../../store/run/runs.ts';
import { comparePictures, viewPicture } from '../../store/viewer.ts';
import { t } from '../../text/text.ts';
import { CompareButton } from '../../first-run/compare-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Caption } from './caption.tsx';
import classes from './result.module.css';
import { ResultPicture } from './result-picture.tsx';

/** The picture of the open workflow: the one being made, else the newest. */
export function ResultPanel() {
  const latest = useTabRun((run) => run.latest);
  const previous = useTabRun((run) => run.previous);
  return (
    <section className={classes['panel']} aria-label={t('result.title')}>
      <header className={classes['head']}>
        <h2>{t('result.title')}</h2>
        <IconButton
          isSmall
          icon={SquareSplitHorizontal}
          label={t('result.compare')}
          disabled={!latest || !previous}
          onClick={() => latest && previous && comparePictures(previous.file, latest.file)}
        />
        <IconButton
          isSmall
          icon={Maximize}
          label={t('result.full')}
          disabled={!latest}
          onClick={() => latest && viewPicture(latest.file)}
        />
      </header>
      <ResultPicture />
      <Caption />
      <CompareButton />
    </section>
  );
}
