/** The whole app over Electron's stand-in, with the real server as its child. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import * as electron from '../../tests/electron-stand-in.ts';
import { startApp, type StudioApp } from './app.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder: string;
let studio: StudioApp;
let window: electron.BrowserWindow;
let url: string;
let token: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desktop-app-'));
  electron.app.getPath.mockReturnValue(folder);
  studio = startApp({ root: ROOT, serve: ['--data', join(folder, 'data')] });
  window = studio.openWindow().window as unknown as electron.BrowserWindow;
  url = await vi.waitUntil(() => window.loadURL.mock.calls[0]?.[0], { timeout: 30_000 });
  token = electron.session.defaultSession.cookies.set.mock.calls[0]?.[0].value ?? '';
});
beforeEach(() => {
  electron.app.getPath.mockReturnValue(folder);
});
afterAll(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

test('the window loads the server, which answers who carries the token alone', async () => {
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const cookie = `taca-studio-token=${token}`;
  expect((await fetch(`${url}/object_info`)).status).toBe(401);
  expect((await fetch(`${url}/object_info`, { headers: { cookie } })).status).toBe(200);
  const refused = new WebSocket(`${url.replace('http', 'ws')}/ws`);
  await new Promise((resolve) => refused.addEventListener('error', resolve));
});

test('the window has the safe settings and the guards of all pages', () => {
  expect(window.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true });
  const preventDefault = vi.fn<() => void>();
  window.webContents.emit('will-navigate', { url: 'https://evil.org/', preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
});

test('its port is remembered, so that the page finds its settings again', async () => {
  const stored = () => JSON.parse(readFileSync(join(folder, 'desktop.json'), 'utf8')) as object;
  await vi.waitFor(() => expect(stored()).toMatchObject({ port: Number(new URL(url).port) }));
  expect(readdirSync(folder)).toContain('server.log');
});

test('a file opened from outside goes to the window used last', async () => {
  const path = join(folder, 'a.json');
  writeFileSync(path, '{}');
  await studio.openFiles([path, join(folder, 'gone.json')]);
  expect(window.webContents.send).toHaveBeenCalledExactlyOnceWith('filesWaiting', null);
});

test('a page that crashed is loaded again, but not for ever', () => {
  window.loadURL.mockClear();
  for (let i = 0; i < 5; i++) window.webContents.emit('render-process-gone', {}, { reason: 'oom' });
  expect(window.loadURL).toHaveBeenCalledTimes(2);
});

test('a window with unsaved work asks before it closes', () => {
  const second = studio.openWindow();
  const closing = second.window as unknown as electron.BrowserWindow;
  second.unsaved = 1;
  const preventDefault = vi.fn<() => void>();
  electron.dialog.showMessageBoxSync.mockReturnValueOnce(1);
  closing.emit('close', { preventDefault });
  expect(preventDefault).toHaveBeenCalledOnce();
  electron.dialog.showMessageBoxSync.mockReturnValueOnce(0);
  closing.emit('close', { preventDefault });
  closing.emit('closed');
  expect(preventDefault).toHaveBeenCalledOnce();
  expect(studio.hasWindows()).toBe(true);
});

test('the server ends with the app', async () => {
  await studio.close();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
