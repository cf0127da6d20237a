import { t } from '../../text/text.ts';

export function WorkflowsPanel() {
  return <h2>{t('app.panel.workflows')}</h2>;
}
