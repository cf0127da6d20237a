import { t } from '../../text/text.ts';

export function ModelsPanel() {
  return <h2>{t('app.panel.models')}</h2>;
}
