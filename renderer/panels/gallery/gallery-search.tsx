import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { gallery, searchGallery } from '../../store/gallery.ts';
import { t } from '../../text/text.ts';
import classes from './gallery.module.css';

const PAUSE_MS = 150;

/** Searches as one types. */
export function GallerySearch() {
  const [text, setText] = useState(() => gallery.getState().search);
  useEffect(() => {
    if (text === gallery.getState().search) return undefined;
    const timer = setTimeout(() => void searchGallery(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label className={classes['find']}>
      <Search size={14} strokeWidth={1.5} aria-hidden />
      <input
        type="search"
        aria-label={t('gallery.search')}
        placeholder={t('gallery.searchShort')}
        title={t('gallery.searchHint')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
    </label>
  );
}
