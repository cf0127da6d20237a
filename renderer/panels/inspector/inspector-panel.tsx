import { t } from '../../text/text.ts';

export function InspectorPanel() {
  return <h2>{t('app.right')}</h2>;
}
