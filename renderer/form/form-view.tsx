import { t } from '../text/text.ts';

export function FormView() {
  return <h2>{t('app.view.form')}</h2>;
}
