/** Shows how far a render is where the window is not: in its title and on the task bar. */
import { t } from '../../text/text.ts';
import { progressOf } from './progress.ts';
import { runs } from './runs.ts';

export function showPresence(): () => void {
  let shown: number | null = null;
  return runs.subscribe((state) => {
    const progress = progressOf(state, Date.now());
    const percent = progress && Math.round(progress.done * 100);
    if (percent === shown) return;
    shown = percent;
    void window.desktop?.setProgress(percent === null ? null : percent / 100);
    if (window.desktop) return;
    const name = t('app.name');
    document.title = progress ? `${percent}% ${progress.job.name} - ${name}` : name;
  });
}
