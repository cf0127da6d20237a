import { useRuns, previewing, useTabRun } from '../../store/run/runs.ts';
import { formatDuration } from '../../text/format.ts';
import { t } from '../../text/text.ts';
import { usePictureSize } from './picture-size.ts';
import classes from './result.module.css';

/** Seed, size and time of the picture; the step of one that is being made. */
export function Caption() {
  const live = useTabRun(previewing);
  const latest = useTabRun((run) => run.latest);
  const job = useRuns((state) => state.jobs[latest?.job ?? '']);
  const size = usePictureSize();
  if (live) {
    const { value, max } = live;
    return <p className={classes['caption']}>{t('result.step', { value, max })}</p>;
  }
  if (!latest) return null;
  const parts = [
    job?.seed != null && t('result.seed', { seed: job.seed }),
    size && t('result.size', size),
    job?.started != null && job.ended !== null && formatDuration(job.ended - job.started),
  ];
  return <p className={classes['caption']}>{parts.filter(Boolean).join(' · ')}</p>;
}
