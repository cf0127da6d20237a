/** The whole app for browser tests: a real server and engine on the bundled model, and Chromium. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { createEngine } from '../../electron/backend/engine/supervisor.ts';
import { startServer, type RunningServer } from '../../electron/backend/server.ts';
import { openConfiguration } from '../../electron/backend/settings/configuration.ts';

export const BROWSER = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path));

/** Browser tests are skipped where there is none. */
export const hasBrowser = BROWSER !== undefined;

export interface Studio {
  readonly url: string;
  readonly data: string;
  readonly browser: Browser;
  /** What pages wrote to their console as errors, and what they threw. */
  readonly complaints: string[];
  /** Opens the app in a window of its own, 1440 x 900 unless told, and waits for its first workflow. */
  open(options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

export async function openStudio(): Promise<Studio> {
  const data = mkdtempSync(join(tmpdir(), 'studio-'));
  const server = await serve(data);
  const browser = await chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox'] });
  const complaints: string[] = [];
  return {
    url: server.url,
    data,
    browser,
    complaints,
    async open(options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        colorScheme: 'dark',
        ...options,
      });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      // From now on choosers are taken over; asking for it only when one is expected can be too late.
      page.on('filechooser', () => undefined);
      await page.goto(server.url);
      await page.getByText(/^\d+ nodes$/).waitFor();
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(data, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/** @param port 0: any free one */
export function serve(data: string, port = 0): Promise<RunningServer> {
  const configuration = openConfiguration(data, { models: [] });
  const engine = createEngine({ settings: configuration.engine(), eager: true });
  return startServer({ port, data, configuration, engine });
}
