import { t } from '../../text/text.ts';

export function GalleryStrip() {
  return <h2>{t('app.drawer.gallery')}</h2>;
}
