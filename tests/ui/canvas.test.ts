/** The canvas by real mouse events: wiring, arranging, groups, subgraphs. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

let studio: Studio;
let page: Page;
let atFirst: unknown;

beforeAll(async () => {
  if (!hasBrowser) return;
  studio = await openStudio();
  page = await studio.open({ reducedMotion: 'reduce' });
  const status = page.locator('[data-part=status]').getByText(/^\d+ nodes$/);
  const count = Number.parseInt((await status.textContent()) ?? '', 10);
  await page
    .locator('.react-flow__node')
    .nth(count - 1)
    .waitFor();
  atFirst = await places();
});
afterAll(() => studio?.close());

type Place = readonly [x: number, y: number];
const titled = (title: string) => page.getByRole('group', { name: new RegExp(`^${title}`) });
const header = (title: string) => titled(title).locator('header');
const links = () => page.locator('[data-link]');
const selected = () => page.locator('[data-selected]');

async function middle(locator: ReturnType<Page['locator']>): Promise<Place> {
  const box = await locator.first().boundingBox();
  if (!box) throw new Error('It is not on the screen.');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

const socket = (title: string, side: 'input' | 'output', name: string) =>
  titled(title).locator(`[data-side=${side}][data-socket="${name}"]`);

/** @param keys held from the press to the release */
async function drag(from: Place, to: Place, ...keys: string[]): Promise<void> {
  await page.mouse.move(...from);
  for (const key of keys) await page.keyboard.down(key);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 3 });
  await page.mouse.move(...to, { steps: 3 });
  await page.mouse.up();
  for (const key of keys) await page.keyboard.up(key);
}

/** A place where nothing lies on the ground. */
async function free(nth = 0): Promise<Place> {
  return page.evaluate((wanted) => {
    let left = wanted;
    for (let y = 760; y > 120; y -= 24) {
      for (let x = 640; x < 880; x += 24) {
        if (document.elementFromPoint(x, y)?.matches('.react-flow__pane') && left-- === 0) {
          return [x, y] as const;
        }
      }
    }
    throw new Error('Nothing is free.');
  }, nth);
}

/** Of all nodes, by id. */
function places() {
  return page
    .locator('.react-flow__node')
    .evaluateAll((found) =>
      found.map((node) => `${node.dataset['id']} ${node.style.transform}`).toSorted(),
    );
}

const undo = () => page.keyboard.press('Control+z');

test.runIf(hasBrowser)('links are made, moved, refused and taken off', async () => {
  const count = await links().count();
  await drag(await middle(socket('KSampler', 'input', 'negative')), await free());
  await expect.poll(() => links().count()).toBe(count - 1);
  await drag(
    await middle(socket('Negative prompt', 'output', '0')),
    await middle(socket('KSampler', 'input', 'negative')),
  );
  await expect.poll(() => links().count()).toBe(count);

  await drag(
    await middle(socket('VAE Decode', 'output', '0')),
    await middle(socket('KSampler', 'input', 'latent_image')),
  );
  const tip = page.getByText('IMAGE does not fit LATENT. Put VAE Encode between.').first();
  await expect.poll(() => tip.isVisible()).toBe(true);
  expect(await links().count()).toBe(count);
  await page.getByRole('button', { name: 'Insert VAE Encode' }).click();
  await expect.poll(() => titled('VAE Encode').count()).toBe(1);
  expect(await links().count()).toBe(count + 1);
  await undo();
  await expect.poll(() => links().count()).toBe(count);
});

test.runIf(hasBrowser)('a link dropped on the ground finds what fits', async () => {
  await drag(await middle(socket('KSampler', 'output', '0')), await free());
  await page.getByPlaceholder('Nodes that fit LATENT').fill('latent upscale');
  await page.keyboard.press('Enter');
  await expect.poll(() => selected().count()).toBe(1);
  const name = await selected()
    .locator('button[data-side=input]')
    .first()
    .getAttribute('aria-label');
  expect(name).toBe('samples, LATENT, from KSampler');
  await undo();
  await expect.poll(() => selected().count()).toBe(0);
});

test.runIf(hasBrowser)('a node dropped on a link goes in between', async () => {
  const count = await links().count();
  await page.mouse.dblclick(...(await free()));
  await page.getByRole('dialog', { name: 'Add a node' }).getByRole('combobox').fill('Load LoRA');
  await page.getByRole('option', { name: 'Load LoRA Loaders' }).click();
  await expect.poll(() => titled('Load LoRA').count()).toBe(1);
  const [from, to] = [
    await middle(socket('Load TACA LoRA', 'output', '0')),
    await middle(socket('KSampler', 'input', 'model')),
  ];
  const box = await titled('Load LoRA').boundingBox();
  const grip = await middle(header('Load LoRA'));
  const down = (box?.height ?? 0) / 2 - 12;
  await drag(grip, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - down], 'Shift');
  await expect.poll(() => links().count()).toBe(count + 1);
  await undo();
  await undo();
  await expect.poll(() => titled('Load LoRA').count()).toBe(0);
});

test.runIf(hasBrowser)('nodes are boxed, dragged, copied with Alt and undone', async () => {
  const before = await middle(header('Empty Latent'));
  await drag([before[0] - 150, before[1] - 260], [before[0] + 150, before[1] + 80], 'Control');
  await expect.poll(() => selected().count()).toBe(3);
  await drag(before, [before[0] + 60, before[1] + 12]);
  const after = await middle(header('Empty Latent'));
  expect(after[0] - before[0]).toBeGreaterThan(50);
  await undo();
  await expect.poll(() => middle(header('Empty Latent'))).toEqual(before);
  await page.mouse.click(...(await free()));
  await expect.poll(() => selected().count()).toBe(0);
  await drag(before, [before[0] + 320, before[1]], 'Alt');
  await expect.poll(() => titled('Empty Latent').count()).toBe(2);
  await undo();
  await expect.poll(() => titled('Empty Latent').count()).toBe(1);
});

test.runIf(hasBrowser)(
  'Alt and a click on a link make a reroute, which is dragged and removed',
  async () => {
    const dots = page.locator('[data-reroute]');
    const count = await dots.count();
    const [from, to] = [
      await middle(socket('Empty Latent', 'output', '0')),
      await middle(socket('KSampler', 'input', 'latent_image')),
    ];
    const at: Place = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    await drag(at, [at[0] + 40, at[1] + 20], 'Alt');
    await expect.poll(() => dots.count()).toBe(count + 1);
    await page.keyboard.press('Delete');
    await expect.poll(() => dots.count()).toBe(count);
  },
);

test.runIf(hasBrowser)('a node is renamed in its place, collapsed and resized', async () => {
  await header('KSampler').getByText('KSampler').dblclick();
  await page.keyboard.type('Draw it');
  await page.keyboard.press('Enter');
  await expect.poll(() => titled('Draw it').count()).toBe(1);
  await page.keyboard.press('Alt+c');
  await expect.poll(async () => (await titled('Draw it').boundingBox())?.height).toBeLessThan(30);
  await undo();
  await undo();
  await expect.poll(() => titled('KSampler').count()).toBe(1);
  const before = await titled('KSampler').boundingBox();
  await drag(
    [(before?.x ?? 0) + (before?.width ?? 0) - 3, (before?.y ?? 0) + (before?.height ?? 0) - 3],
    [(before?.x ?? 0) + (before?.width ?? 0) + 37, (before?.y ?? 0) + (before?.height ?? 0)],
  );
  const after = await titled('KSampler').boundingBox();
  expect((after?.width ?? 0) - (before?.width ?? 0)).toBeGreaterThan(30);
  await undo();
});

test.runIf(hasBrowser)('a group moves with its content and is renamed', async () => {
  const group = page.locator('[data-group]');
  const [grip, node] = [await middle(group), await middle(header('TACA Attention'))];
  await drag(grip, [grip[0] + 20, grip[1] + 30]);
  const moved = await middle(header('TACA Attention'));
  expect(Math.round(moved[1] - node[1])).toBeGreaterThan(20);
  await group.dblclick();
  await isWriting();
  await page.keyboard.type('Layout');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('section[aria-label=Layout]').count()).toBe(1);
  await undo();
  await undo();
  await expect.poll(() => middle(header('TACA Attention'))).toEqual(node);
});

test.runIf(hasBrowser)(
  'a subgraph opens, takes another output and is left by its path',
  async () => {
    await header('KSampler').click();
    await page.keyboard.press('Control+Shift+E');
    await isWriting();
    await page.keyboard.type('Draw');
    await page.keyboard.press('Enter');
    await titled('Draw').locator('header span[title="Double-click to open"]').dblclick();
    await expect.poll(() => titled('KSampler').count()).toBe(1);
    const bar = page.getByRole('navigation', { name: 'Open subgraphs' });
    expect(await bar.textContent()).toBe('First pictureDraw');
    const outputs = titled('Outputs').locator('[data-side=input]');
    const count = await outputs.count();
    const place = await titled('Outputs').boundingBox();
    await drag(await middle(socket('KSampler', 'output', '0')), [
      (place?.x ?? 0) + 40,
      (place?.y ?? 0) + (place?.height ?? 0) - 14,
    ]);
    await expect.poll(() => outputs.count()).toBe(count + 1);
    await bar.getByRole('button', { name: 'First picture' }).click();
    await expect.poll(() => titled('Draw').locator('[data-side=output]').count()).toBe(count + 1);
  },
);

test.runIf(hasBrowser)('all of it is undone, and done again', async () => {
  const done = await places();
  for (let i = 0; i < 30; i++) await undo();
  await expect.poll(places).toEqual(atFirst);
  for (let i = 0; i < 30; i++) await page.keyboard.press('Control+y');
  await expect.poll(places).toEqual(done);
  expect(studio.complaints).toEqual([]);
});

/** A title's field has the focus. */
async function isWriting(): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
}
