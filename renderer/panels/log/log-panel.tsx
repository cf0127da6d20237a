import { t } from '../../text/text.ts';

export function LogPanel() {
  return <h2>{t('app.drawer.log')}</h2>;
}
