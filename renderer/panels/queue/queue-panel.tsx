import { t } from '../../text/text.ts';

/** The tab's name with the number of waiting runs. */
export function QueueLabel() {
  return t('app.drawer.queue');
}

/** Progress and pause, at the right of the drawer's bar. */
export function QueueTools() {
  return null;
}

export function QueuePanel() {
  return <h2>{t('app.drawer.queue')}</h2>;
}
