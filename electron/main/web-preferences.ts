import type { WebPreferences } from 'electron';

/** The one place that says what a page may do; all windows get these. */
export function webPreferences(preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Chromium would fetch a dictionary from a server of Google's.
    spellcheck: false,
    devTools: !isPackaged,
  };
}
