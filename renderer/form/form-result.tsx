import { viewUrl } from '../api/pictures.ts';
import { useRunning } from '../panels/gallery/use-running.ts';
import { useTabRun } from '../store/run/runs.ts';
import { viewPicture } from '../store/viewer.ts';
import { t } from '../text/text.ts';
import { useObjectUrl } from '../ui/use-object-url.ts';
import classes from './form.module.css';

/** The picture that comes, else the last one. */
export function FormResult() {
  const latest = useTabRun((run) => run.latest);
  const [running] = useRunning();
  const preview = useObjectUrl(running?.preview ?? null);
  if (preview !== null) {
    return (
      <figure className={classes['result']} aria-label={t('form.result')}>
        <img src={preview} alt={t('result.live')} data-live />
      </figure>
    );
  }
  if (!latest) {
    return (
      <div className={classes['empty']}>
        <h2>{t('form.noPicture')}</h2>
        <p>{t('form.noPictureHint')}</p>
      </div>
    );
  }
  const { file, job } = latest;
  return (
    <figure className={classes['result']} aria-label={t('form.result')}>
      <button
        type="button"
        aria-label={t('form.open', { file: file.filename })}
        onClick={() => viewPicture(file)}
      >
        <img key={job} src={viewUrl(file)} alt="" />
      </button>
    </figure>
  );
}
