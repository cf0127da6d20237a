import { expect, test, vi } from 'vitest';
import { contextBridge, ipcRenderer } from '../../tests/electron-stand-in.ts';
import { callParams, type DesktopApi, type OpenedFile } from '../protocol/desktop.ts';

await import('./preload.ts');
const exposed = [...contextBridge.exposeInMainWorld.mock.calls];
const desktop = exposed[0]?.[1] as DesktopApi;

test('the page gets these functions and nothing else', () => {
  expect(exposed.map(([name]) => name)).toEqual(['desktop']);
  expect(Object.keys(desktop)).toMatchInlineSnapshot(`
    [
      "platform",
      "openFiles",
      "openDropped",
      "openRecent",
      "recentFiles",
      "clearRecent",
      "saveFile",
      "revealFile",
      "openExternal",
      "setMenu",
      "showMenu",
      "editText",
      "setProgress",
      "notify",
      "setDocument",
      "setTheme",
      "newWindow",
      "backendStatus",
      "restartBackend",
      "onMenuAction",
      "onOpenFile",
      "onBackendStatus",
    ]
  `);
  const values = Object.values(desktop).filter((value) => typeof value !== 'function');
  expect(values).toEqual([process.platform]);
});

test('each call of the page goes to the channel of its name, with its parameters alone', async () => {
  const calls = Object.keys(desktop).filter((key) => key in callParams);
  expect(calls).toHaveLength(Object.keys(callParams).length - 2);
  for (const call of calls) {
    ipcRenderer.invoke.mockClear();
    await (desktop as unknown as Record<string, (...params: unknown[]) => Promise<unknown>>)[
      call
    ]?.(1, 'two');
    expect(ipcRenderer.invoke).toHaveBeenCalledExactlyOnceWith(call, 1, 'two');
  }
});

test('a dropped file is opened by the path that the system knows of it', async () => {
  await desktop.openDropped(new File([], 'a.json'));
  expect(ipcRenderer.invoke).toHaveBeenLastCalledWith('openDroppedPath', '/dropped/a.json');
});

test('a listener hears what main says, without the event, until it is taken off', () => {
  const heard = vi.fn<(id: string) => void>();
  const off = desktop.onMenuAction(heard);
  ipcRenderer.emit('menuAction', { sender: ipcRenderer }, 'file.save');
  expect(heard.mock.calls).toEqual([['file.save']]);
  off();
  ipcRenderer.emit('menuAction', { sender: ipcRenderer }, 'file.save');
  expect(heard).toHaveBeenCalledOnce();
});

test('files that wait are fetched at once and whenever main says so', async () => {
  const file: OpenedFile = { path: '/a.json', name: 'a.json', bytes: new Uint8Array() };
  ipcRenderer.invoke.mockResolvedValueOnce([file]).mockResolvedValueOnce([file, file]);
  const heard = vi.fn<(file: OpenedFile) => void>();
  const off = desktop.onOpenFile(heard);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
  ipcRenderer.emit('filesWaiting', {}, null);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(3));
  off();
});
