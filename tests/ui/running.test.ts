/** Running workflows in a browser, with a real server, engine and the bundled model. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryPage, QueueState } from '../../electron/protocol/queue.ts';
import { hasBrowser, openStudio, serve, type Studio } from './studio.ts';

const SAMPLER = '7';
const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);
const step = (page: Page) => node(page, SAMPLER).getByLabel(/^Step \d+ of \d+$/);
const newSeed = (page: Page) =>
  node(page, SAMPLER).getByRole('button', { name: 'New random seed' }).click();

describe.skipIf(!hasBrowser)('running', () => {
  let studio: Studio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = await studio.open();
    page.setDefaultTimeout(20_000);
  });
  afterAll(() => studio.close());

  const queue = async () =>
    (await (await fetch(`${studio.url}/studio/queue`)).json()) as QueueState;

  it('a run shows its steps on the node and its picture in the result; the next is cached', async () => {
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('No picture yet').waitFor();
    await page.keyboard.press('Control+Enter');
    await step(page).waitFor();
    await result.getByAltText('Preview of the running render').waitFor();
    await node(page, '9')
      .getByText(/^Preview, step \d+$/)
      .waitFor();
    expect(await page.title()).toMatch(/^\d+% First picture/);
    await node(page, '9').getByRole('button', { name: 'Picture of Save Image' }).waitFor();
    await node(page, SAMPLER)
      .getByLabel(/^Done in/)
      .waitFor();
    await result.getByRole('button', { name: 'Latest picture' }).waitFor();
    await result.getByText(/^Seed 54 · 128 × 128 · /).waitFor();

    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await node(page, SAMPLER).getByLabel('From cache').waitFor();
    await result.getByText(/^Seed 54 · 128 × 128 · /).waitFor();
  });

  it('Stop ends the run, and the node says so', async () => {
    await newSeed(page);
    await node(page, SAMPLER).getByRole('spinbutton', { name: 'steps' }).focus();
    await page.keyboard.type('2000');
    await page.keyboard.press('Enter');
    await page.keyboard.press('F5');
    await step(page).waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await node(page, SAMPLER).getByLabel('Stopped').waitFor();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('q');
    const done = page.getByRole('region', { name: 'Done' });
    await done.getByLabel('Stopped').first().waitFor();
    expect((await queue()).running).toBeNull();
  });

  it('a missing input is told on its node, with a cure, and goes when it is undone', async () => {
    await node(page, '5').getByText('Negative prompt', { exact: true }).click();
    await page.keyboard.press('Delete');
    await node(page, '5').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Enter');
    const toast = page.getByRole('alert');
    await toast.getByText('KSampler: Nothing is connected to negative.').waitFor();
    const failed = node(page, SAMPLER);
    const onTop = await page.locator('.react-flow__node').evaluateAll((nodes: HTMLElement[]) => {
      const heights = nodes.map((one) => Number(getComputedStyle(one).zIndex) || 0);
      const highest = Math.max(...heights);
      return nodes.filter((_, i) => heights[i] === highest).map((one) => one.dataset['id']);
    });
    expect(onTop).toEqual([SAMPLER]);
    await toast.getByRole('button', { name: 'Go to node' }).click();
    await failed.getByText('Nothing is connected to negative.').waitFor();
    await failed.getByRole('button', { name: 'Connect negative' }).click();
    await page
      .getByLabel('Nodes that fit CONDITIONING')
      .and(page.locator('input'))
      .fill('clip text');
    await page.keyboard.press('Enter');
    await failed.getByText('Nothing is connected').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('.');
    await node(page, '5').waitFor();
    await page.keyboard.press('Control+Enter');
    await failed.getByLabel(/^Done in/).waitFor();
    expect(await failed.getByText('Nothing is connected').count()).toBe(0);
    expect(await toast.getByText('Nothing is connected').count()).toBe(0);
  });

  it('a paused queue keeps what is queued; keys and the mouse move it, and it is cancelled', async () => {
    await page.keyboard.press('F6');
    await page.getByText('Queue paused').first().waitFor();
    for (let i = 1; i <= 3; i++) {
      await newSeed(page);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('tab', { name: `Queue ${i}` }).waitFor();
    }
    const waiting = page.getByRole('region', { name: 'Queue', exact: true });
    await waiting.getByLabel(/^First picture, 3rd in the queue/).waitFor();
    const ids = (await queue()).pending.map(({ id }) => id);
    const [a, b, c] = ids;

    await waiting.getByLabel(/^First picture, 1st/).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(async () => (await queue()).pending.map(({ id }) => id)).toEqual([b, a, c]);
    await waiting
      .getByLabel(/^First picture, 3rd/)
      .dragTo(waiting.getByLabel(/^First picture, 1st/));
    await expect.poll(async () => (await queue()).pending.map(({ id }) => id)).toEqual([c, b, a]);

    await waiting.getByLabel(/^First picture, 2nd/).focus();
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await queue()).pending.map(({ id }) => id)).toEqual([c, a]);
    await waiting.getByRole('button', { name: 'Cancel all' }).click();
    await waiting.getByText('Queue paused').waitFor();
    await page.keyboard.press('F6');
    expect((await queue()).pending).toEqual([]);
  });

  it('runs up to the selection show what the node makes', async () => {
    await node(page, SAMPLER).getByText('KSampler', { exact: true }).click();
    await page.keyboard.press('Alt+Enter');
    await node(page, SAMPLER).getByRole('button', { name: 'Picture of KSampler' }).waitFor();
    expect(
      await node(page, '9')
        .getByLabel(/^(Done|From)/)
        .count(),
    ).toBe(0);
  });

  it('the history queues a run again and opens its workflow', async () => {
    const done = page.getByRole('region', { name: 'Done' });
    const count = async () => {
      const page = await fetch(`${studio.url}/studio/history`);
      return ((await page.json()) as HistoryPage).items.length;
    };
    await expect.poll(async () => (await queue()).running).toBeNull();
    await done.getByText(String(await count()), { exact: true }).waitFor();
    const first = done.getByRole('listitem').first();
    await first.hover();
    await first.getByRole('button', { name: 'Open its workflow' }).click();
    await expect.poll(() => page.getByRole('tab', { name: /First picture/ }).count()).toBe(2);
    await node(page, SAMPLER).waitFor();
  });

  it('the log tells what ran', async () => {
    await page.getByRole('tab', { name: 'Log' }).click();
    await page
      .getByRole('log')
      .getByText(/Run \S+ is done after/)
      .first()
      .waitFor();
    const refusals = /status of 400/;
    expect(studio.complaints.filter((told) => !refusals.test(told))).toEqual([]);
  });
});

it.skipIf(!hasBrowser)('a run goes on when the server was restarted in its middle', async () => {
  const studio = await openStudio();
  const data = mkdtempSync(join(tmpdir(), 'restart-'));
  let server = await serve(data);
  const port = Number(new URL(server.url).port);
  try {
    const page = await studio.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(server.url);
    await node(page, SAMPLER).waitFor();
    await page.keyboard.press('Control+Enter');
    await step(page).waitFor();
    await server.close();
    await page.getByText('The server does not answer. Trying again').waitFor();
    server = await serve(data, port);
    await node(page, '9').getByRole('button', { name: 'Picture of Save Image' }).waitFor();
    await node(page, SAMPLER)
      .getByLabel(/^Done in/)
      .waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Latest picture' }).waitFor();
    expect(
      Object.keys((await (await fetch(`${server.url}/history`)).json()) as object),
    ).toHaveLength(1);
  } finally {
    await studio.close();
    await server.close();
    rmSync(data, { recursive: true, force: true, maxRetries: 20 });
  }
});
