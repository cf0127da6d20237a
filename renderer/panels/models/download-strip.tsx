import { useDownloads } from '../../store/downloads.ts';
import { t } from '../../text/text.ts';
import { DownloadItem } from '../../dialogs/download/download-item.tsx';
import classes from './models-panel.module.css';

/** Downloads that are not done, below the list. */
export function DownloadStrip() {
  const all = useDownloads((state) => state.downloads);
  const open = all.filter(({ state }) => state !== 'done');
  if (open.length === 0) return null;
  return (
    <section className={classes['strip']} aria-label={t('download.running')}>
      <ul>
        {open.map((download) => (
          <DownloadItem key={download.id} download={download} />
        ))}
      </ul>
    </section>
  );
}
