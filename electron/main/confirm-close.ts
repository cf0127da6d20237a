import { dialog } from 'electron';
import type { AppWindow } from './app-windows.ts';
import { texts } from './texts.ts';

/** Asks before changes are left unsaved. Autosave keeps them; a person may still want them in the file. */
export function confirmClose({ window, unsaved }: AppWindow): boolean {
  if (unsaved === 0) return true;
  const { message, detail, close, cancel } = texts.unsaved;
  const choice = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: message(unsaved),
    detail,
    buttons: [close, cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return choice === 0;
}
