/** What the window looks like, against pictures of it: three sizes, dark and light. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareScreen, hasSameFonts, isUpdating, keepPicture } from './screen-pictures.ts';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

const SIZES = [
  { width: 1024, height: 720 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];
const THEMES = ['dark', 'light'] as const;
const PROMPTS = [
  'three green stars',
  'a yellow heart to the right of a purple square',
  'a blue ring',
  'two red triangles on a blue background',
  'an orange cross above a green circle',
  'a red circle to the left of a blue square',
];

process.env['FONTCONFIG_FILE'] ??= join(import.meta.dirname, 'fonts.conf');

describe.skipIf(!hasBrowser)('screens', () => {
  let studio: Studio;
  let page: Page;
  let isComparable: boolean;

  beforeAll(async () => {
    studio = await openStudio();
    page = await studio.open({ reducedMotion: 'reduce' });
    page.setDefaultTimeout(20_000);
    isComparable = await hasSameFonts(page);
    await page.getByText('self-test passed').waitFor();
  });
  afterAll(() => studio.close());

  const view = (name: string) =>
    page.getByRole('group', { name: 'Views' }).getByRole('button', { name }).click();
  const rail = (name: string) =>
    page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name, exact: true });

  /** Both themes of the window as it stands. */
  async function compare(name: string, { width } = page.viewportSize() ?? { width: 0 }) {
    const wrong: (string | null)[] = [];
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`html[data-theme=${theme}]`).waitFor();
      wrong.push(await compareScreen(page, `${name}-${width}-${theme}`));
    }
    return wrong.filter((one) => one !== null);
  }

  /** A scene at every size. */
  async function compareAll(name: string): Promise<string[]> {
    const wrong: string[] = [];
    for (const size of SIZES) {
      await page.setViewportSize(size);
      if (await page.locator('.react-flow__node').count()) await fit();
      wrong.push(...(await compare(name)));
    }
    return wrong;
  }

  async function fit(): Promise<void> {
    await page.mouse.move(0, 0);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('.');
    await page.waitForTimeout(300);
  }

  it('the first run', async (context) => {
    if (!isComparable) context.skip();
    expect(await compareAll('first-run')).toEqual([]);
  });

  it(
    'after a picture, with the gallery, the panels and the dialogs',
    { timeout: 120_000 },
    async (context) => {
      if (!isComparable) context.skip();
      await page.setViewportSize({ width: 1440, height: 900 });
      const prompt = page
        .getByLabel('Result and inspector')
        .getByRole('textbox', { name: 'Prompt', exact: true });
      for (const words of PROMPTS) {
        await prompt.fill(words);
        await page.keyboard.press('Control+Enter');
      }
      await page.getByRole('tab', { name: 'Gallery' }).click();
      await expect
        .poll(() => page.getByRole('option', { name: /^first-picture/ }).count(), {
          timeout: 40_000,
        })
        .toBe(PROMPTS.length);
      await page.getByText(/^Seed 54 · 128 × 128/).waitFor();
      const wrong = await compareAll('gallery');
      if (isUpdating) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await fit();
        for (const theme of THEMES) {
          await page.emulateMedia({ colorScheme: theme });
          await keepPicture(page, `editor-${theme}`);
        }
      }
      await page.getByRole('button', { name: 'Hide the drawer' }).click();
      wrong.push(...(await compareAll('picture')));
      await rail('Nodes').click();
      await page.getByRole('button', { name: 'Sampling', exact: true }).waitFor();
      wrong.push(...(await compareAll('nodes')));
      await rail('Nodes').click();
      await page.setViewportSize({ width: 1440, height: 900 });
      await fit();
      await rail('Settings').click();
      await page.getByRole('dialog').getByRole('tab').nth(1).click();
      for (const size of SIZES) {
        await page.setViewportSize(size);
        wrong.push(...(await compare('settings')));
      }
      await page.keyboard.press('Escape');
      expect(wrong).toEqual([]);
    },
  );

  it('the form, and two pictures compared', async (context) => {
    if (!isComparable) context.skip();
    await view('Form');
    await page.getByRole('region', { name: 'Form' }).getByText('A suggestion').waitFor();
    const wrong = await compareAll('form');
    await view('Viewer');
    await page.getByRole('toolbar', { name: 'Viewer' }).waitFor();
    await page.getByRole('button', { name: 'Wipe', exact: true }).click();
    await page.getByRole('slider', { name: 'Where the wipe is' }).waitFor();
    wrong.push(...(await compareAll('compare')));
    expect(wrong).toEqual([]);
  });

  it('nodes that fail, are selected, bypassed, muted, pinned and collapsed', async (context) => {
    if (!isComparable) context.skip();
    await view('Graph');
    await page.setViewportSize({ width: 1440, height: 900 });
    await fit();
    const title = (id: string) => page.locator(`.react-flow__node[data-id="${id}"] header`);
    const press = async (id: string, keys: string) => {
      await title(id).click();
      await page.keyboard.press(keys);
    };
    await press('5', 'Delete');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
    await press('3', 'Control+b');
    await press('9', 'Control+m');
    await press('4', 'p');
    await press('6', 'Alt+c');
    await title('2').click();
    expect(await compareAll('states')).toEqual([]);
  });
});
