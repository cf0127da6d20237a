import { t } from '../text/text.ts';

export function Viewer() {
  return <h2>{t('app.view.viewer')}</h2>;
}
