import { powerSaveBlocker, type BrowserWindow } from 'electron';

/** Shows progress in the task bar, and keeps the machine awake while any window has some. */
export function createProgress(): (window: BrowserWindow, fraction: number | null) => void {
  const busy = new Set<BrowserWindow>();
  let blocker: number | null = null;

  const update = (window: BrowserWindow, isBusy: boolean) => {
    if (isBusy) busy.add(window);
    else busy.delete(window);
    if (busy.size > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
  return (window, fraction) => {
    window.setProgressBar(fraction ?? -1);
    if (fraction !== null && !busy.has(window)) window.once('closed', () => update(window, false));
    update(window, fraction !== null);
  };
}
