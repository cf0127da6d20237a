import { t } from '../../text/text.ts';

export function NodesPanel() {
  return <h2>{t('app.panel.nodes')}</h2>;
}
