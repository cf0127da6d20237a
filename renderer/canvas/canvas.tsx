import { t } from '../text/text.ts';

export function Canvas() {
  return <h2>{t('app.view.graph')}</h2>;
}
