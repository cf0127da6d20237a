import { useGallery } from '../../store/gallery.ts';
import { t } from '../../text/text.ts';
import { GalleryContent } from './gallery-content.tsx';
import { GallerySearch } from './gallery-search.tsx';
import classes from './gallery.module.css';

/** The gallery as one row, in the drawer. */
export function GalleryStrip() {
  return <GalleryContent layout="strip" />;
}

/** Search and count, in the drawer's bar. */
export function GalleryTools() {
  const count = useGallery((state) => state.total);
  return (
    <div className={classes['tools']}>
      <span className={classes['count']}>{t('gallery.count', { count })}</span>
      <GallerySearch />
    </div>
  );
}
