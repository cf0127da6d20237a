import { nativeTheme, Notification, shell } from 'electron';
import type { BackendSupervisor } from './backend/supervise.ts';
import { mayOpenOutside } from './addresses.ts';
import type { Calls } from './answer-calls.ts';
import { bringForward } from './app-windows.ts';
import { chooseToOpen, chooseToSave } from './files/choose.ts';
import { isLocalPath } from './files/is-local-path.ts';
import type { Files } from './files/files.ts';
import type { Menus } from './menus.ts';
import { outcome } from './outcome.ts';
import { createProgress } from './progress.ts';
import { colourWindow } from './window.ts';

interface Parts {
  readonly platform: NodeJS.Platform;
  readonly files: Files;
  readonly menus: Menus;
  readonly backend: () => BackendSupervisor;
  readonly openWindow: () => void;
}

/** What main does for a page. */
export function createCalls({ platform, files, menus, backend, openWindow }: Parts): Calls {
  const progress = createProgress();
  return {
    openFiles: ({ window }, kind) =>
      outcome(async () => files.openAll(await chooseToOpen(window, kind))),
    openDroppedPath: (_from, path) => outcome(() => files.open(path)),
    openRecent: (_from, path) => outcome(() => files.openRecent(path)),
    recentFiles: () => files.recent(),
    clearRecent: () => files.clearRecent(),
    takeFiles: (from) => from.waiting.splice(0),
    saveFile: ({ window }, { kind, path, suggestedName, bytes }) =>
      outcome(async () => {
        if (path !== null) return files.save(path, bytes);
        const chosen = await chooseToSave(window, kind, suggestedName);
        return chosen === null ? null : files.saveAs(chosen, bytes);
      }),
    revealFile: (_from, path) => {
      if (isLocalPath(path, platform)) shell.showItemInFolder(path);
    },
    openExternal: (_from, address) => openOutside(address),
    setMenu: (from, list) => menus.set(from, list),
    showMenu: (from, place) => menus.popUp(from, place),
    editText: ({ window }, command) => window.webContents[command](),
    setProgress: ({ window }, fraction) => progress(window, fraction),
    notify(from, { title, body }) {
      if (from.window.isFocused() || !Notification.isSupported()) return;
      const notification = new Notification({ title, body });
      notification.on('click', () => bringForward(from));
      notification.show();
    },
    setDocument(from, { title, unsaved }) {
      from.unsaved = unsaved;
      from.window.setTitle(title);
      from.window.setDocumentEdited(unsaved > 0);
    },
    setTheme({ window }, { source, background, text }) {
      nativeTheme.themeSource = source;
      colourWindow(window, { background, text }, platform);
    },
    newWindow: () => openWindow(),
    backendStatus: () => backend().status,
    restartBackend: () => backend().restart(),
  };
}

/** Hands an address to the default browser, if the app opens it at all. */
export async function openOutside(address: string): Promise<boolean> {
  if (!mayOpenOutside(address)) return false;
  await shell.openExternal(address);
  return true;
}
