/**
 * The app in Electron itself, unpacked. Skipped unless TACA_ELECTRON names Electron's program: it cannot be fetched
 * everywhere, and it needs a display.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const ELECTRON = process.env['TACA_ELECTRON'] ?? '';

test.skipIf(ELECTRON === '')('the page is drawn, and can do only what it is given', async () => {
  const data = mkdtempSync(join(tmpdir(), 'electron-'));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: ELECTRON,
    args: [ROOT, `--user-data-dir=${data}`, '--data', join(data, 'studio'), ...asRoot],
  });
  try {
    const page = await app.firstWindow();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(page.url()).origin) foreign.push(request.url());
    });
    await page.locator('#app > *').first().waitFor();
    const seen = await page.evaluate(async () => {
      Reflect.set(Array.prototype, 'push', () => {
        throw new Error('the page has changed this');
      });
      const names = ['geolocation', 'midi', 'notifications'] as const;
      const asked = names.map((name) => navigator.permissions.query({ name }));
      return {
        node: [
          typeof Reflect.get(globalThis, 'require'),
          typeof Reflect.get(globalThis, 'process'),
        ],
        recent: await window.desktop?.recentFiles(),
        outside: await window.desktop?.openExternal('file:///etc/passwd'),
        opened: window.open('https://evil.org/'),
        permissions: (await Promise.all(asked)).map(({ state }) => state),
      };
    });
    expect(seen).toEqual({
      node: ['undefined', 'undefined'],
      recent: [],
      outside: false,
      opened: null,
      permissions: ['denied', 'denied', 'denied'],
    });
    const address = page.url();
    await page.evaluate(() => {
      location.href = 'https://evil.org/';
    });
    await page.waitForTimeout(500);
    expect(page.url()).toBe(address);
    expect(foreign).toEqual([]);
  } finally {
    await app.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 20 });
  }
});
