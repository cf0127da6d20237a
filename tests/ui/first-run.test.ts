/** The window as someone sees it who has never used it, with a real server, engine and the bundled model. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryPage } from '../../electron/protocol/queue.ts';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

describe.skipIf(!hasBrowser)('the first run', () => {
  let studio: Studio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = await studio.open();
    page.setDefaultTimeout(20_000);
  });
  afterAll(() => studio.close());

  const panel = () => page.getByLabel('Result and inspector');
  const hint = () => page.getByRole('note').filter({ hasText: 'Change the words' });

  it('says where to begin, until something was run', async () => {
    await panel().getByText('No picture yet').waitFor();
    await hint().waitFor();
    await panel().getByRole('button', { name: 'With and without' }).click();
    await page.getByRole('tab', { name: 'With and without', selected: true }).waitFor();
    await panel().getByRole('button', { name: 'Add a folder of models' }).click();
    await page.getByRole('dialog').getByRole('tab', { name: 'Folders', selected: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'First picture' }).click();
    await panel().getByRole('button', { name: 'Run', exact: true }).click();
    await panel().getByRole('button', { name: 'Latest picture' }).waitFor();
    expect(await hint().count()).toBe(0);
    expect(await panel().getByRole('region', { name: 'Start from' }).count()).toBe(0);
  });

  it('renders the first picture again without TACA, and shows both', async () => {
    await panel().getByRole('button', { name: 'Compare without TACA' }).click();
    await page.getByRole('button', { name: 'A first-picture_00002_.png' }).waitFor();
    await page.getByRole('button', { name: 'B first-picture_00001_.png' }).waitFor();
    await page.locator('dd', { hasText: 'shapes-taca' }).waitFor();
    const answer = await fetch(`${studio.url}/studio/history`);
    const { items } = (await answer.json()) as HistoryPage;
    expect(items.map(({ name, seed }) => [name, seed])).toEqual([
      ['First picture without TACA', '54'],
      ['First picture', '54'],
    ]);
    await page.getByRole('button', { name: 'A first-picture_00002_.png' }).click();
    await expect.poll(() => page.locator('dd', { hasText: 'shapes-taca' }).count()).toBe(0);
    await page.locator('dd', { hasText: 'euler' }).waitFor();
  });

  it('offers on a node and in the result what can be done with the picture', async () => {
    await page.getByRole('button', { name: 'Graph', exact: true }).click();
    await panel().getByRole('button', { name: 'Latest picture' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy seed' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Picture of Save Image' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Picture', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open its workflow' }).click();
    const opened = page.getByRole('tab', { name: 'first-picture_00001_', selected: true });
    await expect.poll(() => opened.count()).toBe(1);
  });

  it('is not new after the window was opened again', async () => {
    const later = await studio.open();
    later.setDefaultTimeout(20_000);
    await later.getByRole('region', { name: 'Graph' }).waitFor();
    expect(await later.getByRole('note').filter({ hasText: 'Change the words' }).count()).toBe(0);
    expect(studio.complaints).toEqual([]);
  });
});
