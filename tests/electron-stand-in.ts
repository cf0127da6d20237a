/** What Electron's modules do for the code under test, typed as they are; `emit` plays what the system does. */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { vi } from 'vitest';

type El = typeof Electron;
type Handler = Parameters<El['ipcMain']['handle']>[1];

const handlers = new Map<string, Handler>();
export const ipcMain = {
  handle: vi.fn<El['ipcMain']['handle']>((channel, handler) => void handlers.set(channel, handler)),
} satisfies Partial<El['ipcMain']>;

/** Calls main as a frame of a page would. */
export async function invoke(
  channel: string,
  event: { sender: { id: number }; senderFrame: object | null },
  ...params: readonly unknown[]
): Promise<unknown> {
  const handler = handlers.get(channel);
  if (!handler) throw new Error(`No handler registered for '${channel}'`);
  return handler(event as unknown as Electron.IpcMainInvokeEvent, ...params) as unknown;
}

export const shell = {
  openExternal: vi.fn<El['shell']['openExternal']>(async () => undefined),
  showItemInFolder: vi.fn<El['shell']['showItemInFolder']>(),
} satisfies Partial<El['shell']>;

export const dialog = {
  showOpenDialog: vi.fn<(...args: unknown[]) => Promise<Electron.OpenDialogReturnValue>>(
    async () => ({ canceled: true, filePaths: [] }),
  ),
  showSaveDialog: vi.fn<(...args: unknown[]) => Promise<Electron.SaveDialogReturnValue>>(
    async () => ({ canceled: true, filePath: '' }),
  ),
  showMessageBox: vi.fn<(...args: unknown[]) => Promise<Electron.MessageBoxReturnValue>>(
    async () => ({ response: 0, checkboxChecked: false }),
  ),
  showMessageBoxSync: vi.fn<(...args: unknown[]) => number>(() => 0),
} satisfies { [K in keyof El['dialog']]?: unknown };

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false,
  addRecentDocument: vi.fn<El['app']['addRecentDocument']>(),
  clearRecentDocuments: vi.fn<El['app']['clearRecentDocuments']>(),
  getPath: vi.fn<El['app']['getPath']>(() => ''),
  quit: vi.fn<El['app']['quit']>(),
  enableSandbox: vi.fn<El['app']['enableSandbox']>(),
  requestSingleInstanceLock: vi.fn<El['app']['requestSingleInstanceLock']>(() => true),
  whenReady: vi.fn<El['app']['whenReady']>(async () => undefined),
}) satisfies { [K in keyof El['app']]?: unknown };

export const powerSaveBlocker = {
  start: vi.fn<El['powerSaveBlocker']['start']>(() => 1),
  stop: vi.fn<El['powerSaveBlocker']['stop']>(() => true),
} satisfies Partial<El['powerSaveBlocker']>;

export const nativeTheme: Pick<El['nativeTheme'], 'themeSource' | 'shouldUseDarkColors'> = {
  themeSource: 'system',
  shouldUseDarkColors: true,
};

export const Menu = {
  buildFromTemplate: vi.fn<
    (template: readonly Electron.MenuItemConstructorOptions[]) => { popup: Electron.Menu['popup'] }
  >(() => ({
    popup: vi.fn<Electron.Menu['popup']>(),
  })),
  setApplicationMenu: vi.fn<(menu: object | null) => void>(),
} satisfies { [K in keyof El['Menu']]?: unknown };

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  static readonly isSupported = () => true;
  readonly options: Electron.NotificationConstructorOptions;
  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show = () => void Notification.shown.push(this);
}

let contentsMade = 0;

export class WebContents extends EventEmitter {
  readonly id = ++contentsMade;
  readonly send = vi.fn<Electron.WebContents['send']>();
  readonly copy = vi.fn<Electron.WebContents['copy']>();
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined;
  readonly setWindowOpenHandler: Electron.WebContents['setWindowOpenHandler'] = (handler) => {
    this.openHandler = handler;
  };
}

export class BrowserWindow extends EventEmitter {
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly webContents = new WebContents();
  focused = false;
  shown = false;
  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    app.emit('web-contents-created', {}, this.webContents);
  }
  readonly loadURL = vi.fn<Electron.BrowserWindow['loadURL']>(async () => undefined);
  readonly setProgressBar = vi.fn<Electron.BrowserWindow['setProgressBar']>();
  readonly setTitle = vi.fn<Electron.BrowserWindow['setTitle']>();
  readonly setDocumentEdited = vi.fn<Electron.BrowserWindow['setDocumentEdited']>();
  readonly setBackgroundColor = vi.fn<Electron.BrowserWindow['setBackgroundColor']>();
  readonly setTitleBarOverlay = vi.fn<Electron.BrowserWindow['setTitleBarOverlay']>();
  readonly restore = vi.fn<Electron.BrowserWindow['restore']>();
  readonly isDestroyed = () => false;
  readonly isMinimized = () => false;
  readonly isVisible = () => this.shown;
  readonly isFocused = () => this.focused;
  readonly getNormalBounds = () => ({ x: 0, y: 0, width: 1500, height: 950 });
  readonly show = () => void (this.shown = true);
  readonly focus = () => {
    this.focused = true;
    this.emit('focus');
  };
}

type SessionHandlers = {
  [
    K in 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  ]: NonNullable<Parameters<Electron.Session[K]>[0]>;
};

export class Session extends EventEmitter {
  readonly handlers: Partial<SessionHandlers> = {};
  beforeRequest:
    | ((details: { url: string }, answer: (to: { cancel: boolean }) => void) => void)
    | undefined;
  readonly cookies = { set: vi.fn<Electron.Cookies['set']>(async () => undefined) };
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<Session['beforeRequest']>) => {
      this.beforeRequest = listener;
    },
  };
  setPermissionRequestHandler(handler: SessionHandlers['setPermissionRequestHandler']): void {
    this.handlers.setPermissionRequestHandler = handler;
  }
  setPermissionCheckHandler(handler: SessionHandlers['setPermissionCheckHandler']): void {
    this.handlers.setPermissionCheckHandler = handler;
  }
  setDevicePermissionHandler(handler: SessionHandlers['setDevicePermissionHandler']): void {
    this.handlers.setDevicePermissionHandler = handler;
  }
}
export const session = { defaultSession: new Session() };

export const contextBridge = {
  exposeInMainWorld: vi.fn<El['contextBridge']['exposeInMainWorld']>(),
} satisfies Partial<El['contextBridge']>;

export const ipcRenderer = Object.assign(new EventEmitter(), {
  invoke: vi.fn<El['ipcRenderer']['invoke']>(async () => undefined),
});

export const webUtils = {
  getPathForFile: vi.fn<El['webUtils']['getPathForFile']>((file) => `/dropped/${file.name}`),
} satisfies Partial<El['webUtils']>;
