import type { BrowserWindow } from 'electron';
import type { DesktopEvents, DesktopMenu, OpenedFile } from '../protocol/desktop.ts';

/** A window, and what its page has told or has yet to fetch. */
export interface AppWindow {
  readonly window: BrowserWindow;
  menus: readonly DesktopMenu[];
  unsaved: number;
  waiting: OpenedFile[];
}

/** All windows; the one used last is last. */
export interface AppWindows {
  add(window: BrowserWindow): AppWindow;
  all(): readonly AppWindow[];
  last(): AppWindow | undefined;
  of(contentsId: number): AppWindow | undefined;
}

export function createAppWindows(onFocus: (window: AppWindow) => void): AppWindows {
  let windows: readonly AppWindow[] = [];
  return {
    add(window) {
      const added: AppWindow = { window, menus: [], unsaved: 0, waiting: [] };
      windows = [...windows, added];
      window.on('focus', () => {
        windows = [...windows.filter((other) => other !== added), added];
        onFocus(added);
      });
      window.on('closed', () => {
        windows = windows.filter((other) => other !== added);
      });
      return added;
    },
    all: () => windows,
    last: () => windows.at(-1),
    of: (contentsId) => windows.find(({ window }) => window.webContents.id === contentsId),
  };
}

export function tell<K extends keyof DesktopEvents>(
  { window }: AppWindow,
  event: K,
  data: DesktopEvents[K],
): void {
  if (!window.isDestroyed()) window.webContents.send(event, data);
}

/** Brings a window to the front, also from the task bar; one whose page is yet to be drawn comes by itself. */
export function bringForward({ window }: AppWindow): void {
  if (!window.isVisible() && !window.isMinimized()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Hands files to the page, which fetches them once it is there. */
export function handFiles(to: AppWindow, files: readonly OpenedFile[]): void {
  to.waiting.push(...files);
  tell(to, 'filesWaiting', null);
}
