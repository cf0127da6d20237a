import { RefreshCw } from 'lucide-react';
import { rescanGallery, useGallery } from '../../store/gallery.ts';
import { t } from '../../text/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { GalleryContent } from './gallery-content.tsx';
import { GallerySearch } from './gallery-search.tsx';
import classes from './gallery.module.css';

/** The gallery as a grid, in the left panel. */
export function GalleryPanel() {
  const count = useGallery((state) => state.total);
  return (
    <div className={classes['panel']}>
      <div className={classes['head']}>
        <h2 className={classes['title']}>{t('app.panel.gallery')}</h2>
        <span className={classes['count']}>{t('gallery.count', { count })}</span>
        <IconButton
          isSmall
          icon={RefreshCw}
          label={t('gallery.rescan')}
          onClick={() => void rescanGallery()}
        />
      </div>
      <GallerySearch />
      <GalleryContent layout="grid" />
    </div>
  );
}
