/** The first workflow from an empty canvas to a picture: by mouse alone, and by keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

describe.skipIf(!hasBrowser)('a workflow from nothing', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(async () => {
    expect(studio.complaints).toEqual([]);
    await studio.close();
  });

  it('is built and rendered by keyboard alone', async () => {
    const page = await studio.open();
    const graph = page.getByRole('region', { name: 'Graph' });
    await page.keyboard.press('Alt+n');
    await page.getByRole('tab', { name: 'Untitled' }).waitFor();
    for (let i = 0; i < 8 && !(await isFocused(graph)); i++)
      await page.keyboard.press('Control+F6');
    await page.keyboard.press('Space');
    await choose(page, 'load checkpoint');
    await addFrom(page, 'Load Checkpoint', 'MODEL', 'ksampler');
    await addFrom(page, 'KSampler', 'positive', 'clip text encode');
    await renameSelected(page, 'Words');
    await addFrom(page, 'KSampler', 'negative', 'clip text encode');
    await renameSelected(page, 'Not these');
    await addFrom(page, 'KSampler', 'latent_image', 'empty latent image sd3');
    await addFrom(page, 'KSampler', 'LATENT', 'vae decode');
    await addFrom(page, 'VAE Decode', 'IMAGE', 'save image');
    await connect(page, 'Load Checkpoint', 'VAE', 'vae decode vae');
    await connect(page, 'Load Checkpoint', 'CLIP', 'words clip');
    await connect(page, 'Load Checkpoint', 'CLIP', 'not these clip');
    await goTo(page, 'Words', 'text');
    await page.keyboard.type('a red circle to the left of a blue square');
    await goTo(page, 'Empty Latent', 'width');
    await page.keyboard.press('Enter');
    await page.keyboard.type('128');
    await page.keyboard.press('Enter');
    await goTo(page, 'Empty Latent', 'height');
    await page.keyboard.press('Enter');
    await page.keyboard.type('64*2');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await resultOf(page, 128, 128);
    await page.context().close();
  });
});

/** Takes what the open search finds first. */
async function choose(page: Page, words: string): Promise<void> {
  await page.getByRole('combobox').last().waitFor();
  await page.keyboard.type(words);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox').waitFor({ state: 'detached' });
}

/** Puts the focus on a node, then on what is named in it: a widget by its name, a socket by its name and a comma. */
async function goTo(page: Page, node: string, inside: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await choose(page, node);
  const group = page.getByRole('group', { name: new RegExp(`^${node}`) }).first();
  await expect.poll(() => isFocused(group)).toBe(true);
  await page.keyboard.press('Enter');
  const seen: string[] = [];
  for (let i = 0; i < 40; i++) {
    const name = await focusedName(page);
    seen.push(name);
    if (name === inside || (inside.endsWith(',') && name.startsWith(inside))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`There is no ${inside} in ${node}, only ${seen.join(' / ')}`);
}

/** A node that is connected with a socket of another. */
async function addFrom(page: Page, node: string, socket: string, words: string): Promise<void> {
  await goTo(page, node, `${socket},`);
  await page.keyboard.press('Space');
  await choose(page, words);
}

async function connect(page: Page, node: string, socket: string, words: string): Promise<void> {
  await goTo(page, node, `${socket},`);
  await page.keyboard.press('c');
  await choose(page, words);
}

async function renameSelected(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(title);
  await page.keyboard.press('Enter');
}

async function resultOf(page: Page, width: number, height: number): Promise<void> {
  const picture = page.getByRole('complementary', { name: 'Result and inspector' }).locator('img');
  await expect
    .poll(
      () => picture.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight]),
      {
        timeout: 30_000,
      },
    )
    .toEqual([width, height]);
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return '';
    const label = element.getAttribute('aria-labelledby');
    const labelled = label ? document.getElementById(label)?.textContent : null;
    const own = 'labels' in element ? (element as HTMLInputElement).labels?.[0]?.textContent : null;
    return element.getAttribute('aria-label') ?? labelled ?? own ?? element.textContent ?? '';
  });
}

function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement);
}
