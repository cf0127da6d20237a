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
    expect(await page.locator('.react-flow__node').count()).toBe(7);
    await page.context().close();
  });

  it('is built by mouse alone, rendered, undone to nothing and redone', async () => {
    const page = await studio.open();
    await page.getByRole('banner').getByRole('button', { name: 'New workflow' }).click();
    await page.getByRole('tab', { name: 'Untitled' }).first().waitFor();
    await page.getByRole('button', { name: 'Nodes', exact: true }).click();
    const library = page.getByRole('complementary', { name: 'Nodes' });
    const graph = page.getByRole('region', { name: 'Graph' });
    const place = async (title: string, x: number, y: number) => {
      const item = library.getByRole('button', { name: title, exact: true });
      await item.dragTo(graph, { targetPosition: { x, y } });
    };
    await library.getByRole('button', { name: /^Latent/ }).click();
    await library.getByRole('button', { name: /^Image/ }).click();
    await place('Load Checkpoint', 90, 60);
    await place('CLIP Text Encode (Prompt)', 90, 220);
    await place('CLIP Text Encode (Prompt)', 90, 380);
    await place('Empty Latent Image (SD3, FLUX)', 90, 540);
    await place('KSampler', 470, 60);
    await place('VAE Decode', 470, 420);
    await place('Save Image', 470, 520);
    // Numbered as they were placed; the name of two is the same.
    const [loader, words, notThese, latent, sampler, decoder, saver] = [1, 2, 3, 4, 5, 6, 7].map(
      (id) => page.locator(`.react-flow__node[data-id="${id}"]`),
    ) as [Locator, Locator, Locator, Locator, Locator, Locator, Locator];
    const wires: [Locator, string, Locator, string][] = [
      [loader, 'MODEL', sampler, 'model'],
      [loader, 'CLIP', words, 'clip'],
      [loader, 'CLIP', notThese, 'clip'],
      [words, 'CONDITIONING', sampler, 'positive'],
      [notThese, 'CONDITIONING', sampler, 'negative'],
      [latent, 'LATENT', sampler, 'latent_image'],
      [sampler, 'LATENT', decoder, 'samples'],
      [loader, 'VAE', decoder, 'vae'],
      [decoder, 'IMAGE', saver, 'images'],
    ];
    for (const [from, output, to, input] of wires) {
      await dragBetween(page, socket(from, output), socket(to, input));
    }
    for (const name of ['width', 'height']) {
      const field = latent.getByRole('spinbutton', { name, exact: true });
      const box = await field.boundingBox();
      if (!box) throw new Error(`${name} is not in view`);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      for (let x = 0; Number(await field.getAttribute('aria-valuenow')) > 256 && x < 400; x++) {
        await page.mouse.move(box.x + box.width / 2 - x, box.y + box.height / 2);
      }
      await page.mouse.up();
    }
    await page.getByRole('button', { name: 'Run', exact: true }).first().click();
    await resultOf(page, 256, 256);

    const nodes = page.locator('.react-flow__node');
    expect(await nodes.count()).toBe(7);
    const undo = () => chooseFromMenu(page, 'Edit', 'Undo');
    for (let i = 0; i < 60 && (await nodes.count()) > 0; i++) await undo();
    expect(await nodes.count()).toBe(0);
    for (let i = 0; i < 60 && (await nodes.count()) < 7; i++) {
      await chooseFromMenu(page, 'Edit', 'Redo');
    }
    expect(await nodes.count()).toBe(7);
    await page.context().close();
  });

  it('leaves no error in the console', () => {
    expect(studio.complaints).toEqual([]);
  });
});

function socket(of: Locator, name: string): Locator {
  return of.getByRole('button', { name: new RegExp(`^${name},`) }).first();
}

async function dragBetween(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (!start || !end) throw new Error('a socket is not in view');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2 - 20, end.y + end.height / 2, { steps: 3 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 3 });
  await page.mouse.up();
}

async function chooseFromMenu(page: Page, section: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: section }).hover();
  await page.getByRole('menuitem', { name: new RegExp(`^${entry}\\b`) }).click();
}

/** Takes what the open search finds first. */
async function choose(page: Page, words: string): Promise<void> {
  const field = page.getByRole('dialog').getByRole('combobox');
  await field.waitFor();
  await expect.poll(() => isFocused(field)).toBe(true);
  await page.keyboard.type(words);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
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
