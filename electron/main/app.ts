import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { app, nativeTheme, session } from 'electron';
import { crashLimit } from '../process/crash-limit.ts';
import { answerCalls } from './answer-calls.ts';
import { bringForward, createAppWindows, handFiles, tell, type AppWindow } from './app-windows.ts';
import { askAfterStop } from './backend/ask-after-stop.ts';
import { backendCommand } from './backend/command.ts';
import { openServerLog } from './backend/server-log.ts';
import { superviseBackend } from './backend/supervise.ts';
import { createCalls, openOutside } from './calls.ts';
import { confirmClose } from './confirm-close.ts';
import { createFiles } from './files/files.ts';
import { guardContents } from './guard-contents.ts';
import { createMenus } from './menus.ts';
import { openMemory } from './remembered.ts';
import { carryToken, guardSession } from './session.ts';
import { createWindow } from './window.ts';
import type { BackendStatus } from '../protocol/desktop.ts';

interface Options {
  readonly root: string;
  readonly serve: readonly string[];
}

export interface StudioApp {
  /** Opens files in the window used last, or in a new one. */
  openFiles(paths: readonly string[]): Promise<void>;
  openWindow(): AppWindow;
  hasWindows(): boolean;
  /** Ends when the server has put its queue down and everything is written. */
  close(): Promise<void>;
}

/** The whole app, once Electron is ready. */
export function startApp({ root, serve }: Options): StudioApp {
  const { platform } = process;
  const token = randomBytes(32).toString('base64url');
  const log = openServerLog(app.getPath('logs'));
  const note = (line: string) => log.write(line);
  const memory = openMemory(join(app.getPath('userData'), 'desktop.json'), note);
  let serverUrl: string | null = null;
  const ownUrl = () => serverUrl;

  const windows = createAppWindows((window) => menus.show(window));
  const menus = createMenus({
    platform,
    files: () => files,
    onRecent: (window, path) =>
      void files.openRecent(path).then(
        (file) => handFiles(window, [file]),
        (error: Error) => note(error.message),
      ),
  });
  const files = createFiles(memory, () => {
    const front = windows.last();
    if (front) menus.show(front);
  });

  guardSession(session.defaultSession, ownUrl);
  app.on('web-contents-created', (_event, contents) =>
    guardContents(contents, ownUrl, (address) => void openOutside(address)),
  );
  answerCalls(
    createCalls({
      platform,
      files,
      menus,
      backend: () => backend,
      openWindow: () => void openWindow(),
    }),
    windows,
    ownUrl,
  );

  const backend = superviseBackend({
    command: backendCommand(
      { root, resources: process.resourcesPath, isPackaged: app.isPackaged, platform },
      serve,
      process.env,
    ),
    token,
    port: memory.value.port,
    onStatus: (status) => void onStatus(status),
    onLine: note,
  });

  async function onStatus(status: BackendStatus): Promise<void> {
    for (const window of windows.all()) tell(window, 'backendStatus', status);
    if (status.state === 'stopped') await askAfterStop(status, log.path, () => backend.restart());
    if (status.state !== 'running' || status.url === serverUrl) return;
    await carryToken(session.defaultSession, status.url, token);
    serverUrl = status.url;
    memory.update({ port: Number(new URL(status.url).port) });
    for (const window of windows.all()) load(window);
  }

  function load({ window }: AppWindow): void {
    if (serverUrl === null) return;
    window.loadURL(serverUrl).catch((error: Error) => note(error.message));
  }

  function openWindow(): AppWindow {
    const window = createWindow({
      preload: join(root, 'dist', 'preload', 'preload.cjs'),
      isPackaged: app.isPackaged,
      isDark: nativeTheme.shouldUseDarkColors,
      size: memory.value.bounds,
    });
    const added = windows.add(window);
    window.on('close', (event) => {
      if (!confirmClose(added)) return event.preventDefault();
      const { width, height } = window.getNormalBounds();
      return memory.update({ bounds: { width, height } });
    });
    const crashes = crashLimit();
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      note(`A page ended: ${reason}`);
      crashes.crashed(Date.now());
      if (crashes.waitFor(Date.now()) === 0) load(added);
    });
    load(added);
    return added;
  }

  return {
    openWindow,
    hasWindows: () => windows.all().length > 0,
    async openFiles(paths) {
      const window = windows.last() ?? openWindow();
      bringForward(window);
      for (const path of paths) {
        try {
          handFiles(window, [await files.open(path)]);
        } catch (error) {
          note((error as Error).message);
        }
      }
    },
    async close() {
      await backend.stop();
      await memory.flush();
    },
  };
}
