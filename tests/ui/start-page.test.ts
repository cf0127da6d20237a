/** The start page in a browser, with the real engine. Skipped where no Chromium is installed (or set CHROMIUM). */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { createEngine } from '../../electron/backend/engine/supervisor.ts';
import { startServer } from '../../electron/backend/server.ts';

const BROWSER = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

it.skipIf(!BROWSER)('a person changes the words, runs, and sees steps and a picture', async () => {
  const data = mkdtempSync(join(tmpdir(), 'page-'));
  const settings = { device: 'cpu', threads: 0, models: [], data, rerunsJobs: true } as const;
  const server = await startServer({ port: 0, data, engine: createEngine({ settings }) });
  const browser = await chromium.launch({
    executablePath: BROWSER ?? '',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
    await page
      .getByRole('textbox', { name: 'Prompt' })
      .fill('a green ring <img src=x onerror=alert(1)>');
    await page.getByRole('textbox', { name: 'Seed' }).fill('18446744073709551615');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByAltText('The picture so far').waitFor();
    await page.getByAltText('The finished picture').waitFor();
    expect(await page.locator('#caption').textContent()).toMatch(/_00001_\.png · \d+\.\d s/);
    await page.locator('#gallery img').waitFor();
    const width = await page
      .locator('#picture')
      .evaluate((img: HTMLImageElement) => img.naturalWidth);
    expect(width).toBe(128);
    const history = await (await fetch(`${server.url}/history`)).text();
    expect(history).toContain('18446744073709551615');
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await server.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 20 });
  }
});
