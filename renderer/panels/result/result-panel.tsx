import { t } from '../../text/text.ts';

export function ResultPanel() {
  return <h2>{t('app.right')}</h2>;
}
