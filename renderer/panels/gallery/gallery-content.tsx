import { useEffect } from 'react';
import { refreshGallery, useGallery } from '../../store/gallery.ts';
import { useRuns } from '../../store/run/runs.ts';
import { t } from '../../text/text.ts';
import { Button } from '../../ui/button.tsx';
import { GalleryList, type GalleryListProps } from './gallery-list.tsx';
import classes from './gallery.module.css';
import { useRunning } from './use-running.ts';

/** The pictures, or why there are none. */
export function GalleryContent(props: GalleryListProps) {
  const status = useGallery((state) => state.status);
  const isEmpty = useGallery((state) => state.total === 0);
  const search = useGallery((state) => state.search);
  const isRunning = useRunning().length > 0;
  const job = useRuns((state) => state.queue.running?.id ?? null);
  // Each job that ends has brought its pictures.
  useEffect(() => void refreshGallery(), [job]);
  if (isEmpty && status === 'failed') {
    return (
      <div className={classes['message']} role="status">
        {t('gallery.failed')}
        <Button isSmall onClick={() => void refreshGallery()}>
          {t('gallery.retry')}
        </Button>
      </div>
    );
  }
  if (isEmpty && !isRunning && status === 'ready') {
    return (
      <p className={classes['message']} role="status">
        {search === '' ? t('gallery.empty') : t('gallery.nothing', { search })}
      </p>
    );
  }
  return <GalleryList {...props} />;
}
