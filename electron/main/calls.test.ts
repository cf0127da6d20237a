/** What a page asks of main, over the channels, with files of a real folder. */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Electron from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as electron from '../../tests/electron-stand-in.ts';
import type { DesktopMenu, Outcome } from '../protocol/desktop.ts';
import { answerCalls } from './answer-calls.ts';
import { createAppWindows, handFiles, type AppWindow } from './app-windows.ts';
import type { BackendSupervisor } from './backend/supervise.ts';
import { createCalls } from './calls.ts';
import { createFiles } from './files/files.ts';
import { createMenus } from './menus.ts';
import { openMemory } from './remembered.ts';

const SERVER = 'http://127.0.0.1:4711';
const backend = {
  status: { state: 'running', url: SERVER },
  restart: vi.fn<BackendSupervisor['restart']>(async () => undefined),
  stop: async () => undefined,
} satisfies BackendSupervisor;

let folder: string;
let window: electron.BrowserWindow;
let appWindow: AppWindow;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'desktop-calls-')));
  const memory = openMemory(join(folder, 'desktop.json'), () => undefined);
  const windows = createAppWindows(() => undefined);
  const files = createFiles(memory, () => undefined);
  const menus = createMenus({ platform: 'linux', files: () => files, onRecent: () => undefined });
  const parts = { files, menus, backend: () => backend, openWindow: () => undefined };
  answerCalls(createCalls({ platform: 'linux', ...parts }), windows, () => SERVER);
  window = new electron.BrowserWindow();
  appWindow = windows.add(window as unknown as Electron.BrowserWindow);
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

const frame = (url = `${SERVER}/`, parent: object | null = null) => ({
  sender: { id: window.webContents.id },
  senderFrame: { url, parent },
});
const call = <T>(name: string, ...params: unknown[]) =>
  electron.invoke(name, frame(), ...params) as Promise<T>;
const bytes = new TextEncoder().encode('{"nodes":[]}');

test.each([
  ['another site', () => frame('http://127.0.0.1:4711.evil.org/')],
  ['a file', () => frame('file:///tmp/a.html')],
  ['a frame within the page', () => frame(`${SERVER}/`, {})],
  ['a frame that is gone', () => ({ ...frame(), senderFrame: null })],
  ['a window that is not ours', () => ({ ...frame(), sender: { id: -1 } })],
])('%s gets no answer', async (_who, event) => {
  await expect(electron.invoke('recentFiles', event())).rejects.toThrow('recentFiles: refused');
  expect(await call('recentFiles')).toEqual([]);
});

test.each([
  ['setProgress', [2]],
  ['setProgress', []],
  ['setProgress', [0.5, 'more']],
  ['openExternal', [{ href: 'https://huggingface.co' }]],
  ['saveFile', [{ kind: 'workflow', path: null, suggestedName: 'a', bytes: 'text' }]],
  ['editText', ['reload']],
  ['setTheme', [{ source: 'dark', background: 'url(x)', text: '#ffffff' }]],
  [
    'setMenu',
    [[{ id: 'file', label: 'File', items: [{ type: 'action', id: 'x', role: 'quit' }] }]],
  ],
])('%s does not take %j', async (name, params) => {
  await expect(call(name, ...params)).rejects.toThrow(`${name}: `);
});

test('what the person chooses is opened, and may be saved back', async () => {
  const path = join(folder, 'a.json');
  writeFileSync(path, 'old');
  electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [path] });
  expect(await call('openFiles', 'workflow')).toEqual({
    ok: true,
    value: [{ path, name: 'a.json', bytes: new Uint8Array(Buffer.from('old')) }],
  });
  const save = { kind: 'workflow', path, suggestedName: 'a.json', bytes };
  expect(await call('saveFile', save)).toEqual({ ok: true, value: { path, name: 'a.json' } });
  expect(readFileSync(path)).toEqual(Buffer.from(bytes));
  expect(await call('recentFiles')).toEqual([{ path, name: 'a.json' }]);
  expect(electron.app.addRecentDocument).toHaveBeenCalledWith(path);
});

test('a page cannot name a place itself', async () => {
  const path = join(folder, 'startup.json');
  const save = { kind: 'workflow', path, suggestedName: 'a.json', bytes };
  const saved = await call<Outcome<unknown>>('saveFile', save);
  expect(saved).toMatchObject({ ok: false, error: { code: 'file_not_chosen' } });
  expect(await call('openRecent', path)).toMatchObject({ error: { code: 'file_not_chosen' } });
  expect(() => readFileSync(path)).toThrow('ENOENT');
});

test('saved under a new name, a file gets its extension and may be saved again', async () => {
  electron.dialog.showSaveDialog.mockResolvedValueOnce({
    canceled: false,
    filePath: join(folder, 'ring'),
  });
  const save = { kind: 'workflow', path: null, suggestedName: 'ring.json', bytes };
  const path = join(folder, 'ring.json');
  expect(await call('saveFile', save)).toEqual({ ok: true, value: { path, name: 'ring.json' } });
  expect(await call('saveFile', { ...save, path })).toMatchObject({ ok: true });
});

test('to cancel is no error', async () => {
  const save = { kind: 'picture', path: null, suggestedName: 'a.png', bytes };
  expect(await call('saveFile', save)).toEqual({ ok: true, value: null });
  expect(await call('openFiles', 'picture')).toEqual({ ok: true, value: [] });
});

test('a dropped file is opened; one of another kind is refused in a sentence', async () => {
  const path = join(folder, 'a.png');
  writeFileSync(path, 'png');
  expect(await call('openDroppedPath', path)).toMatchObject({ ok: true, value: { name: 'a.png' } });
  const refused = await call<Outcome<unknown>>('openDroppedPath', join(folder, 'run.sh'));
  expect(refused).toMatchObject({ ok: false, error: { code: 'file_not_openable' } });
});

test('files from outside wait for the page, and are handed over once', async () => {
  const file = { path: '/a.json', name: 'a.json', bytes };
  handFiles(appWindow, [file]);
  expect(window.webContents.send).toHaveBeenLastCalledWith('filesWaiting', null);
  expect(await call('takeFiles')).toEqual([file]);
  expect(await call('takeFiles')).toEqual([]);
});

test('addresses are opened outside only if the app links to them', async () => {
  expect(await call('openExternal', 'file:///etc/passwd')).toBe(false);
  expect(electron.shell.openExternal).not.toHaveBeenCalled();
  expect(await call('openExternal', 'https://huggingface.co/a')).toBe(true);
  expect(electron.shell.openExternal).toHaveBeenCalledExactlyOnceWith('https://huggingface.co/a');
});

test('files of this machine are revealed, those of another are not', async () => {
  await call('revealFile', '//server/share/a.png');
  await call('revealFile', 'a.png');
  expect(electron.shell.showItemInFolder).not.toHaveBeenCalled();
  await call('revealFile', '/pictures/a.png');
  expect(electron.shell.showItemInFolder).toHaveBeenCalledExactlyOnceWith('/pictures/a.png');
});

test('an action chosen in the menu of the window in front reaches its page', async () => {
  const menus: DesktopMenu[] = [
    {
      id: 'run',
      label: 'Run',
      items: [{ type: 'action', id: 'run.run', label: 'Run', enabled: true }],
    },
  ];
  await call('setMenu', menus);
  expect(electron.Menu.setApplicationMenu).not.toHaveBeenCalled();
  window.focus();
  await call('setMenu', menus);
  expect(electron.Menu.setApplicationMenu).toHaveBeenCalledOnce();
  const template = electron.Menu.buildFromTemplate.mock.calls.at(-1)?.[0] ?? [];
  const items = (template[0]?.submenu ?? []) as Electron.MenuItemConstructorOptions[];
  const click = items[0]?.click as (() => void) | undefined;
  click?.();
  expect(window.webContents.send).toHaveBeenLastCalledWith('menuAction', 'run.run');
});

test('progress is shown in the task bar, and the machine stays awake during it', async () => {
  await call('setProgress', 0.25);
  await call('setProgress', 0.5);
  expect(electron.powerSaveBlocker.start).toHaveBeenCalledOnce();
  await call('setProgress', null);
  expect(window.setProgressBar.mock.calls).toEqual([[0.25], [0.5], [-1]]);
  expect(electron.powerSaveBlocker.stop).toHaveBeenCalledExactlyOnceWith(1);
});

test('a window that closes during a render lets the machine sleep', async () => {
  await call('setProgress', 0.25);
  window.emit('closed');
  expect(electron.powerSaveBlocker.stop).toHaveBeenCalledOnce();
});

test('a notification is shown only while the window is behind, and brings it forward', async () => {
  const told = { title: 'Done', body: 'first-picture, 1 min 12 s' };
  window.focused = true;
  await call('notify', told);
  expect(electron.Notification.shown).toEqual([]);
  window.focused = false;
  window.shown = true;
  await call('notify', told);
  const [shown] = electron.Notification.shown;
  expect(shown?.options).toEqual(told);
  shown?.emit('click');
  expect(window.focused).toBe(true);
});

test('the theme of the page colours what the system draws', async () => {
  await call('setTheme', { source: 'light', background: '#f5f5f7', text: '#1a1a1e' });
  expect(electron.nativeTheme.themeSource).toBe('light');
  expect(window.setTitleBarOverlay).toHaveBeenCalledExactlyOnceWith({
    color: '#f5f5f7',
    symbolColor: '#1a1a1e',
    height: 40,
  });
});

test('the page can start the server again and ask how it is', async () => {
  expect(await call('backendStatus')).toEqual(backend.status);
  await call('restartBackend');
  expect(backend.restart).toHaveBeenCalledOnce();
});

test("the title and an edit command reach the page's own window", async () => {
  await call('setDocument', { title: 'ring.json', unsaved: 2 });
  expect(window.setTitle).toHaveBeenCalledExactlyOnceWith('ring.json');
  expect(window.setDocumentEdited).toHaveBeenCalledExactlyOnceWith(true);
  expect(appWindow.unsaved).toBe(2);
  await call('editText', 'copy');
  expect(window.webContents.copy).toHaveBeenCalledOnce();
});
