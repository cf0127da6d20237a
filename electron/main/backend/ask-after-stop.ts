import { app, dialog, shell } from 'electron';
import type { BackendStatus } from '../../protocol/desktop.ts';
import { texts } from '../texts.ts';

const LINES_SHOWN = 15;

/** Tells why the server is not running, with the end of its log, and does what the person answers. */
export async function askAfterStop(
  { reason, log }: Extract<BackendStatus, { state: 'stopped' }>,
  logPath: string,
  restart: () => Promise<void>,
): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: texts.appName,
    message: texts.backend[reason],
    detail: [texts.backend.lastLines, '', ...log.slice(-LINES_SHOWN)].join('\n'),
    buttons: [texts.backend.restart, texts.backend.showLog, texts.backend.quit],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
  });
  if (response === 0) await restart();
  else if (response === 2) app.quit();
  else {
    shell.showItemInFolder(logPath);
    await askAfterStop({ state: 'stopped', reason, log }, logPath, restart);
  }
}
