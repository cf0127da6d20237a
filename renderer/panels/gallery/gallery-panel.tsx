import { t } from '../../text/text.ts';

export function GalleryPanel() {
  return <h2>{t('app.panel.gallery')}</h2>;
}
