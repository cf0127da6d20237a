/** Editing by keyboard in a real browser: what the unit tests of the document cannot see. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

let studio: Studio;
let page: Page;

beforeAll(async () => {
  if (!hasBrowser) return;
  studio = await openStudio();
  page = await studio.open({ reducedMotion: 'reduce' });
});
afterAll(() => studio?.close());

const nodes = (of = page) => of.locator('.react-flow__node');

/** Where each node is, by id. */
function places() {
  return nodes().evaluateAll((found) =>
    found.map((node) => [node.dataset['id'], node.style.transform] as const).sort(),
  );
}

test.runIf(hasBrowser)('what is selected is copied, pasted into another window and undone', async () => {
  const count = await nodes().count();
  await nodes().first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+v');
  await expect.poll(() => nodes().count()).toBe(2 * count);
  await page.keyboard.press('Control+z');
  await expect.poll(() => nodes().count()).toBe(count);
  const other = await page.context().newPage();
  await other.goto(studio.url);
  await nodes(other).first().waitFor();
  const before = await nodes(other).count();
  await nodes(other).first().focus();
  await other.keyboard.press('Control+v');
  await expect.poll(() => nodes(other).count()).toBe(before + count);
  await other.close();
});

test.runIf(hasBrowser)('a node goes into a subgraph and comes out again', async () => {
  const count = await nodes().count();
  await nodes().first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Shift+E');
  await expect.poll(() => nodes().count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+z');
  await expect.poll(() => nodes().count()).toBe(count);
});

test.runIf(hasBrowser)('the graph is tidied by the worker in one step', async () => {
  const before = await places();
  await nodes().first().focus();
  await page.keyboard.press('Control+Shift+F');
  await expect.poll(places, { timeout: 15_000 }).not.toEqual(before);
  await page.keyboard.press('Control+z');
  await expect.poll(places).toEqual(before);
  expect(studio.complaints).toEqual([]);
});
