/** Saving, bringing back, importing and sharing workflows, in a real browser against the real server. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTextChunks } from '../../nodes/image/png-metadata.ts';
import { poll } from '../protocol/harness.ts';
import { BROWSER, hasBrowser, openStudio, type Studio } from './studio.ts';

const COMMAND = join(import.meta.dirname, '../../bin/taca-studio.mjs');

/** A missing class with links, values and members that no one here knows; a wrong file; links that lead nowhere. */
const AWKWARD = {
  id: '0d7b9c1e-0000-4000-8000-000000000001',
  revision: 3,
  last_node_id: 9,
  last_link_id: 12,
  nodes: [
    {
      id: 1,
      type: 'CheckpointLoaderSimple',
      pos: [0, 30],
      size: [200, 98],
      flags: {},
      order: 0,
      mode: 0,
      inputs: [{ name: 'ckpt_name', type: 'COMBO', link: null, widget: { name: 'ckpt_name' } }],
      outputs: [
        { name: 'MODEL', type: 'MODEL', slot_index: 0, links: [1] },
        { name: 'CLIP', type: 'CLIP', slot_index: 1, links: null },
        { name: 'VAE', type: 'VAE', slot_index: 2, links: null },
      ],
      properties: { 'Node name for S&R': 'CheckpointLoaderSimple' },
      widgets_values: ['models\\shape.safetensors'],
    },
    {
      id: 2,
      type: 'KSampler (Efficient)',
      pos: [300, 30],
      size: [260, 200],
      flags: { custom: 1 },
      order: 1,
      mode: 0,
      inputs: [{ name: 'model', type: 'MODEL', link: 1, shape: 7, tooltip: 'x' }],
      outputs: [{ name: 'OUT', type: 'STRANGE', links: [] }],
      properties: { cnr_id: 'a-pack', nested: { deep: [1, { two: null }] } },
      widgets_values: [18446744073709, 'randomize', { a: [true, null] }, 'é <b>&'],
      pack_state: [1, 2, 3],
    },
  ],
  links: [
    [1, 1, 0, 2, 0, 'MODEL'],
    [7, 77, 0, 2, 0, 'MODEL'],
  ],
  groups: [],
  config: {},
  extra: { ds: { scale: 1, offset: [0, 0] }, 'a-pack': { keep: [null] } },
  version: 0.4,
};

let studio: Studio;
let saved: string;
beforeAll(async () => {
  if (!hasBrowser) return;
  studio = await openStudio();
  saved = join(studio.data, 'user/default/workflows');
});
afterAll(() => studio?.close());

const tabs = (page: Page) => page.getByRole('tablist', { name: 'Open workflows' }).getByRole('tab');
const prompt = (page: Page) =>
  page.getByLabel('Result and inspector').getByRole('textbox', { name: 'Prompt', exact: true });
const toast = (page: Page, text: string | RegExp) =>
  page.getByRole('region', { name: 'Notices' }).getByText(text).first();
const onDisk = (name: string) => JSON.parse(readFileSync(join(saved, name), 'utf8')) as object;

/** Of a person who has nothing open yet. */
async function window(): Promise<{ context: BrowserContext; page: Page }> {
  const drafts = `${studio.url}/studio/drafts`;
  await poll(
    async () => {
      const list = (await (await fetch(drafts)).json()) as { id: string }[];
      await Promise.all(list.map(({ id }) => fetch(`${drafts}/${id}`, { method: 'DELETE' })));
      return list.length;
    },
    (count) => count === 0,
  );
  const context = await studio.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => studio.complaints.push(error.message));
  page.setDefaultTimeout(10_000);
  // Files are asked for from the start, not from the moment that one is expected.
  page.on('filechooser', () => undefined);
  await page.goto(studio.url);
  await tabs(page).first().waitFor();
  return { context, page };
}

/** The panel stays open from one window to the next. */
async function showPanel(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Workflows', exact: true });
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
}

async function openFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.bringToFront();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles([{ name, mimeType: 'application/octet-stream', buffer }]);
}

async function saveAs(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+S');
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Until the server has a draft that holds the text. */
async function kept(url: string, text: string): Promise<void> {
  await poll(async () => {
    const list = (await (await fetch(`${url}/studio/drafts`)).json()) as { id: string }[];
    const drafts = await Promise.all(
      list.map(async ({ id }) => (await fetch(`${url}/studio/drafts/${id}`)).text()),
    );
    return drafts.some((draft) => draft.includes(text));
  }, Boolean);
}

/** Until nothing more is written. */
async function settled(url: string): Promise<void> {
  let before = '';
  await poll(
    async () => {
      const now = await (await fetch(`${url}/studio/drafts`)).text();
      const isSame = now === before;
      before = now;
      return isSame;
    },
    Boolean,
    300,
  );
}

describe.skipIf(!hasBrowser)('workflows as files', () => {
  it('are saved, and come back with unsaved changes after a reload and after closing', async () => {
    const { context, page } = await window();
    await prompt(page).fill('a green star');
    await page.getByRole('tab', { name: 'First picture, not saved' }).waitFor();
    await saveAs(page, 'shapes/star');
    expect(JSON.stringify(onDisk('shapes/star.json'))).toContain('a green star');
    await page.getByRole('tab', { name: 'star', exact: true }).waitFor();
    await showPanel(page);
    await page.getByRole('region', { name: 'shapes' }).getByText('star').waitFor();

    await prompt(page).fill('a red ring');
    await page.getByRole('button', { name: 'New workflow' }).first().click();
    await tabs(page).nth(1).waitFor();
    await page.reload();
    await page.getByRole('tab', { name: 'star, not saved' }).click();
    expect(await tabs(page).count()).toBe(2);
    expect(await prompt(page).inputValue()).toBe('a red ring');
    await page.keyboard.press('Control+s');
    await page.getByRole('tab', { name: 'star', exact: true }).waitFor();
    expect(JSON.stringify(onDisk('shapes/star.json'))).toContain('a red ring');

    await prompt(page).fill('a blue ring');
    await page.getByRole('tab', { name: 'star, not saved' }).click({ button: 'middle' });
    await page.getByRole('button', { name: 'Reopen' }).click();
    await page.getByRole('tab', { name: 'star, not saved' }).waitFor();
    expect(await prompt(page).inputValue()).toBe('a blue ring');
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;

    const again = await context.newPage();
    await again.goto(studio.url);
    await again.getByRole('tab', { name: 'star, not saved' }).waitFor();
    expect(await prompt(again).inputValue()).toBe('a blue ring');
    await context.close();
  });

  it('that a crash of the page interrupted are offered, each to restore or discard', async () => {
    const { context, page } = await window();
    for (const [i, name] of ['keep me', 'drop me'].entries()) {
      await page.keyboard.press('Control+d');
      await tabs(page)
        .nth(i + 1)
        .and(page.locator('[aria-selected=true]'))
        .waitFor();
      await prompt(page).fill(name);
      await page.getByRole('tab', { selected: true }).dblclick();
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
      await kept(studio.url, `"name":"${name}"`);
    }
    const devtools = await context.newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;

    const again = await context.newPage();
    await again.goto(studio.url);
    const dialog = again.getByRole('dialog');
    const row = (name: string) => dialog.getByRole('listitem').filter({ hasText: name });
    await row('drop me').getByRole('button', { name: 'Discard' }).click();
    await row('keep me').getByRole('button', { name: 'Restore' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await prompt(again).inputValue()).toBe('keep me');
    await again.getByRole('tab', { name: 'keep me, not saved' }).waitFor();
    expect(await again.getByRole('tab', { name: /drop me/ }).count()).toBe(0);
    await context.close();
  });

  it('whose newest draft is damaged open as they were before, and that is said', async () => {
    const { context, page } = await window();
    await prompt(page).fill('the older words');
    await kept(studio.url, 'the older words');
    await prompt(page).fill('the newer words');
    await kept(studio.url, 'the newer words');
    const url = page.url();
    await page.goto('about:blank');
    await kept(studio.url, '"isClean":true');
    await settled(studio.url);
    const folder = join(studio.data, 'user/drafts');
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      const bytes = readFileSync(path);
      if (bytes.includes('the newer words')) writeFileSync(path, Buffer.alloc(bytes.length));
    }
    await page.goto(url);
    await toast(page, /The newest copy of First picture is damaged/).waitFor();
    expect(await prompt(page).inputValue()).toBe('the older words');
    await context.close();
  });

  it('with parts that are not here are taken in whole and saved back unchanged', async () => {
    const { context, page } = await window();
    await openFile(page, 'awkward.json', Buffer.from(JSON.stringify(AWKWARD)));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('KSampler (Efficient)').waitFor();
    await dialog.getByRole('button', { name: 'Go on' }).click();
    const choice = dialog.getByLabel(/Instead of/);
    expect(await choice.inputValue()).toBe('shapes');
    await dialog.getByRole('button', { name: 'Open anyway' }).click();
    const report = page.getByRole('complementary', { name: 'Import report' });
    await report.getByText('2 nodes, 1 link').waitFor();
    await report.getByText('A link leads nowhere').waitFor();
    await report.getByRole('button', { name: /There is no node KSampler/ }).waitFor();
    await report.getByRole('button', { name: 'Close the report' }).click();
    await saveAs(page, 'awkward');
    expect(onDisk('awkward.json')).toEqual({ ...AWKWARD, links: AWKWARD.links.slice(0, 1) });

    await openFile(page, 'again.json', Buffer.from(JSON.stringify(AWKWARD)));
    await dialog.getByLabel(/What to do/).selectOption('Replace with KSampler');
    await dialog.getByRole('button', { name: 'Go on' }).click();
    await dialog.getByRole('button', { name: 'Use these' }).click();
    await report.waitFor();
    await saveAs(page, 'replaced');
    expect(onDisk('replaced.json')).toMatchObject({
      nodes: [
        { type: 'CheckpointLoaderSimple', widgets_values: ['shapes'] },
        {
          id: 2,
          type: 'KSampler',
          inputs: expect.arrayContaining([expect.objectContaining({ name: 'model', link: 1 })]),
        },
      ],
    });
    await context.close();
  });

  it('come out of pictures and prompts; what is neither is told in words', async () => {
    const { context, page } = await window();
    const png = await sharp({
      create: { width: 16, height: 16, channels: 3, background: 'red' },
    })
      .png()
      .toBuffer();
    const before = await tabs(page).count();
    const api = { 1: { class_type: 'CLIPTextEncode', inputs: { text: 'out of a picture' } } };
    const made = Buffer.from(writeTextChunks(png, [['prompt', JSON.stringify(api)]]));
    await openFile(page, 'made.png', made);
    await page.getByRole('tab', { name: 'made', selected: true }).waitFor();
    await page.getByText('1 node', { exact: true }).waitFor();

    await openFile(page, 'plain.png', png);
    await toast(page, 'plain.png holds no workflow. It was added as Load Image.').waitFor();
    await page.getByText('2 nodes', { exact: true }).waitFor();
    await openFile(page, 'broken.json', Buffer.from('{"nodes": [\n  1,]}'));
    await toast(page, /broken\.json is not JSON: line 2, column 5/).waitFor();
    await openFile(page, 'flux.safetensors', Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d]));
    await toast(page, /flux\.safetensors holds weights/).waitFor();
    await openFile(page, 'list.json', Buffer.from('[1, 2]'));
    await toast(page, /list\.json is JSON but no workflow: it holds a list of 2/).waitFor();
    expect(await tabs(page).count()).toBe(before + 1);
    await context.close();
  });

  it('that two windows edit are never overwritten unasked', async () => {
    mkdirSync(saved, { recursive: true });
    const mine = await window();
    await prompt(mine.page).fill('first');
    await saveAs(mine.page, 'shared');
    const theirs = await window();
    await showPanel(theirs.page);
    await theirs.page.getByText('shared', { exact: true }).click();
    await theirs.page.getByRole('tab', { name: 'shared', selected: true }).waitFor();
    await prompt(theirs.page).fill('theirs');
    await theirs.page.keyboard.press('Control+s');
    await theirs.page.getByRole('tab', { name: 'shared', exact: true }).waitFor();

    await prompt(mine.page).fill('mine');
    await mine.page.keyboard.press('Control+s');
    const dialog = mine.page.getByRole('dialog', { name: 'shared was changed elsewhere' });
    await dialog.waitFor();
    expect(JSON.stringify(onDisk('shared.json'))).toContain('theirs');
    await mine.page.keyboard.press('Escape');
    expect(await prompt(mine.page).inputValue()).toBe('mine');

    await mine.page.keyboard.press('Control+s');
    await dialog.getByRole('button', { name: 'Open theirs' }).click();
    await toast(mine.page, /Theirs is open/).waitFor();
    expect(await prompt(mine.page).inputValue()).toBe('theirs');
    await toast(mine.page, /Theirs is open/)
      .locator('..')
      .getByRole('button', { name: 'Undo' })
      .click();
    expect(await prompt(mine.page).inputValue()).toBe('mine');

    await prompt(theirs.page).fill('theirs again');
    await theirs.page.keyboard.press('Control+s');
    await theirs.page.getByRole('tab', { name: 'shared', exact: true }).waitFor();
    await mine.page.keyboard.press('Control+s');
    await dialog.getByRole('button', { name: 'Keep mine' }).click();
    await mine.page.getByRole('tab', { name: 'shared', exact: true }).waitFor();
    expect(JSON.stringify(onDisk('shared.json'))).toContain('"mine"');
    await mine.context.close();
    await theirs.context.close();
  });

  it('leave no error in the console', () => {
    expect(studio.complaints).toEqual([]);
  });
});

it.skipIf(!hasBrowser)('a server that is killed loses nothing that was on the page', async () => {
  const data = mkdtempSync(join(tmpdir(), 'killed-'));
  const { chromium } = await import('playwright-core');
  let server: ChildProcess | null = null;
  const start = async (port: string) => {
    server = spawn(process.execPath, [COMMAND, 'serve', '--port', port, '--data', data], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said] = await once(server.stdout as NodeJS.EventEmitter, 'data');
    return /http:\S+/.exec(String(said))?.[0] ?? '';
  };
  const kill = async () => {
    const gone = server && once(server, 'exit');
    server?.kill('SIGKILL');
    await gone;
  };
  const url = await start('0');
  const browser = await chromium.launch({
    executablePath: BROWSER ?? '',
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await tabs(page).first().waitFor();
    await prompt(page).fill('before the end');
    await kept(url, 'before the end');
    await kill();
    await prompt(page).fill('while it was gone');
    await toast(page, /not being kept/).waitFor();
    await start(new URL(url).port);
    await kept(url, 'while it was gone');
    await toast(page, /not being kept/).waitFor({ state: 'detached' });
    await page.reload();
    await tabs(page).first().waitFor();
    expect(await prompt(page).inputValue()).toBe('while it was gone');
  } finally {
    await browser.close();
    await kill();
    rmSync(data, { recursive: true, force: true, maxRetries: 20 });
  }
});
