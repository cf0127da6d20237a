/** The page as the desktop app has it: the app's own server with its token, and a desktop that notes what it is asked. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { backendCommand } from '../../electron/main/backend/command.ts';
import { superviseBackend } from '../../electron/main/backend/supervise.ts';
import { TOKEN_COOKIE } from '../../electron/protocol/access-token.ts';
import { callParams, type CallParams } from '../../electron/protocol/desktop.ts';
import { BROWSER } from './studio.ts';

const ROOT = join(import.meta.dirname, '../..');

test.skipIf(!BROWSER)('the page drives the desktop, and the desktop the page', async () => {
  const data = mkdtempSync(join(tmpdir(), 'desktop-page-'));
  const places = { root: ROOT, resources: '', isPackaged: false, platform: process.platform };
  const server = superviseBackend({
    command: backendCommand(places, ['--data', data], process.env),
    token: 'the-token',
    port: 0,
    onStatus: () => undefined,
    onLine: () => undefined,
  });
  const url = await vi.waitUntil(
    () => (server.status.state === 'running' ? server.status.url : ''),
    { timeout: 40_000 },
  );
  const browser = await chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([
      { name: TOKEN_COOKIE, value: 'the-token', url, httpOnly: true, sameSite: 'Strict' },
    ]);
    const page = await context.newPage();
    const asked: [string, unknown[]][] = [];
    await page.exposeFunction('note', (name: string, params: unknown[]) => {
      asked.push([name, params]);
    });
    await page.addInitScript(standIn, Object.keys(callParams));
    const sockets: number[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', () => sockets.push(1)));
    await page.goto(url);
    await page.locator('.react-flow__node').first().waitFor();

    const last = <K extends keyof typeof callParams>(name: K) =>
      asked.findLast(([call]) => call === name)?.[1] as CallParams<K> | undefined;
    await vi.waitFor(() => expect(last('setTheme')).toBeDefined());
    for (const [name, params] of asked) {
      if (name in callParams) callParams[name as keyof typeof callParams].parse(params);
    }
    expect(last('setMenu')?.[0].map(({ id }) => id)).toEqual(
      expect.arrayContaining(['file', 'view', 'run', 'help']),
    );
    expect(last('setDocument')).toEqual([{ title: 'First picture - TACA Studio', unsaved: 0 }]);
    expect(sockets).not.toEqual([]);

    await page.evaluate(() =>
      window.dispatchEvent(new CustomEvent('menu', { detail: 'view.form' })),
    );
    await vi.waitFor(() => {
      const view = last('setMenu')?.[0].find(({ id }) => id === 'view');
      expect(view?.items).toContainEqual(
        expect.objectContaining({ id: 'view.form', checked: true }),
      );
    });

    const workflow = readFileSync(join(ROOT, 'workflows/image-to-image.json'), 'utf8');
    await page.evaluate(
      (detail) => window.dispatchEvent(new CustomEvent('file', { detail })),
      workflow,
    );
    await vi.waitFor(() =>
      expect(last('setDocument')?.[0].title).toBe('from-outside - TACA Studio'),
    );
  } finally {
    await browser.close();
    await server.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 20 });
  }
});

/** Runs in the page: every call is noted, and events of the window play what main says. */
function standIn(names: readonly string[]): void {
  const note = (name: string, params: unknown[]) =>
    (Reflect.get(window, 'note') as (name: string, params: unknown[]) => Promise<void>)(
      name,
      params,
    );
  const calls = names.map((name) => [name, (...params: unknown[]) => note(name, params)] as const);
  const heard = (type: string, take: (detail: string) => void) =>
    window.addEventListener(type, (event) => take((event as CustomEvent<string>).detail));
  Reflect.set(window, 'desktop', {
    ...Object.fromEntries(calls),
    platform: 'linux',
    onMenuAction: (listener: (id: string) => void) => heard('menu', listener),
    onOpenFile: (listener: (file: object) => void) =>
      heard('file', (text) =>
        listener({
          path: '/w/from-outside.json',
          name: 'from-outside.json',
          bytes: new TextEncoder().encode(text),
        }),
      ),
    onBackendStatus: () => undefined,
  });
}
