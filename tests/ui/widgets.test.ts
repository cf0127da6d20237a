/** Each kind of widget driven as a person does, and what a real run makes of it. */
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GraphBuilder } from '../graph-builder.ts';
import { difference, drawn, inpainting } from './inpainting.ts';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

const LARGEST = '18446744073709551615';

let studio: Studio;
let page: Page;

beforeAll(async () => {
  if (!hasBrowser) return;
  studio = await openStudio();
  page = await studio.open({ reducedMotion: 'reduce' });
});
afterAll(() => studio?.close());

/** The node with a title in its heading. */
const node = (title: string) =>
  page.locator('.react-flow__node').filter({ has: page.getByText(title, { exact: true }) });
const row = (title: string, input: string) => node(title).locator(`[data-widget="${input}"]`);
const field = (title: string, input: string) =>
  row(title, input).locator('[role=spinbutton], [role=slider]').first();
const shown = (title: string, input: string) => field(title, input).getAttribute('aria-valuetext');
const inspector = () => page.getByRole('region', { name: 'Inspector' });

async function drag(what: Locator, dx: number, dy = 0, from = { x: 0.7, y: 0.5 }): Promise<void> {
  const box = await what.boundingBox();
  if (!box) throw new Error('nothing to drag');
  const [x, y] = [box.x + box.width * from.x, box.y + box.height * from.y];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
}

async function type(what: Locator, text: string): Promise<void> {
  await what.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

async function select(title: string): Promise<void> {
  await node(title).getByText(title, { exact: true }).click();
  await inspector().getByRole('heading', { name: title }).waitFor();
}

async function openFile(name: string, content: object): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  const buffer = Buffer.from(JSON.stringify(content));
  await (await chooser).setFiles([{ name, mimeType: 'application/json', buffer }]);
}

interface Finished {
  /** Its entry in the history, as JSON. */
  readonly text: string;
  readonly picture: string;
}

/** Runs what shows and waits for its end. */
async function run(): Promise<Finished> {
  const before = new Set(Object.keys(await history()));
  await page.keyboard.press('F5');
  const found: { id: string } = { id: '' };
  await expect
    .poll(
      async () => {
        found.id = Object.keys(await history()).find((id) => !before.has(id)) ?? '';
        return found.id;
      },
      { timeout: 60_000 },
    )
    .not.toBe('');
  const response = await fetch(`${studio.url}/history/${found.id}`);
  const text = await response.text();
  const picture = /"filename": ?"([^"]+)"/.exec(text)?.[1] ?? '';
  expect(text).toContain('"success"');
  return { text, picture };
}

async function history(): Promise<Record<string, unknown>> {
  return (await (await fetch(`${studio.url}/history`)).json()) as Record<string, unknown>;
}

async function pixels(filename: string): Promise<Buffer> {
  const response = await fetch(`${studio.url}/view?filename=${filename}`);
  return sharp(Buffer.from(await response.arrayBuffer()))
    .removeAlpha()
    .raw()
    .toBuffer();
}

test.runIf(hasBrowser)(
  'a number is dragged, typed with arithmetic, stepped and reset',
  async () => {
    const steps = field('KSampler', 'steps');
    await drag(steps, 40);
    expect(await shown('KSampler', 'steps')).toBe('30');
    await page.keyboard.press('Control+z');
    await expect.poll(() => shown('KSampler', 'steps')).toBe('20');
    await type(steps, '8*4');
    expect(await shown('KSampler', 'steps')).toBe('32');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+ArrowUp');
    expect(await shown('KSampler', 'steps')).toBe('43');
    await type(steps, '4');
    await field('KSampler', 'cfg').focus();
    await page.keyboard.press('Shift+ArrowUp');
    expect(await shown('KSampler', 'cfg')).toBe('4.01');
    await row('KSampler', 'cfg').getByText('cfg').dblclick();
    expect(await shown('KSampler', 'cfg')).toBe('8.0');
    await type(field('KSampler', 'cfg'), 'nonsense');
    await page.keyboard.press('Escape');
    expect(await shown('KSampler', 'cfg')).toBe('8.0');
    await drag(field('KSampler', 'denoise'), -400);
    expect(await shown('KSampler', 'denoise')).toBe('0.00');
    await page.keyboard.press('End');
    expect(await shown('KSampler', 'denoise')).toBe('1.00');
  },
);

test.runIf(hasBrowser)('a choice is found by searching', async () => {
  await row('KSampler', 'sampler_name').getByRole('button').click();
  const search = page.getByRole('combobox', { name: 'Search sampler' });
  await expect
    .poll(() => search.evaluate((element) => element === document.activeElement))
    .toBe(true);
  await page.keyboard.type('heun');
  await page.keyboard.press('Enter');
  expect(await row('KSampler', 'sampler_name').innerText()).toContain('heun');
  await page.keyboard.press('Control+z');
  await expect.poll(() => row('KSampler', 'sampler_name').innerText()).toContain('euler');
});

test.runIf(hasBrowser)(
  'the largest seed runs exactly, and what happens to it is chosen',
  async () => {
    await type(field('KSampler', 'seed'), '2^64-1');
    expect(await shown('KSampler', 'seed')).toBe(LARGEST);
    await row('KSampler', 'seed')
      .getByRole('button', { name: /^After each run/ })
      .click();
    await page.getByRole('menuitem', { name: 'Take 1 away' }).click();
    const { text } = await run();
    expect(/"seed": ?(\d+)/.exec(text)?.[1]).toBe(LARGEST);
    await expect.poll(() => shown('KSampler', 'seed')).toBe('18446744073709551614');
    await row('KSampler', 'seed').getByRole('button', { name: 'New random seed' }).click();
    expect(await shown('KSampler', 'seed')).not.toBe('18446744073709551614');
  },
);

test.runIf(hasBrowser)('words of a prompt get weights, and its tokens are counted', async () => {
  const text = row('Prompt', 'text').getByRole('textbox');
  await text.fill('a red star above a blue ring');
  await page.keyboard.press('Control+Home');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('Control+ArrowUp');
  expect(await text.inputValue()).toBe('a (red:1.1) star above a blue ring');
  await page.keyboard.press('Control+z');
  expect(await text.inputValue()).toBe('a (red:1.05) star above a blue ring');
  await row('Prompt', 'text').getByText('7 of ').waitFor();
  await text.fill('red star '.repeat(100));
  await row('Prompt', 'text')
    .getByText(/of 200 tokens read/)
    .waitFor();
  await text.fill('a red star above a blue ring');
});

test.runIf(hasBrowser)(
  'the schedule is dragged over the real timesteps, phrases are chips',
  async () => {
    await select('TACA Attention');
    const cells = inspector().getByRole('table', { name: 'Value in each step' }).getByRole('row');
    await expect.poll(() => cells.count()).toBe(1 + 4);
    const timesteps = (await cells.allInnerTexts()).slice(1).map((cell) => cell.split(/\s+/)[1]);
    expect(timesteps[0]).toBe('1000');
    const end = inspector().getByRole('slider', { name: 'End of the window' });
    await end.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await shown('TACA Attention', 'steps')).toBe('3');
    await inspector().getByRole('button', { name: 'Share' }).click();
    await drag(end, -300, 0, { x: 0.5, y: 0.5 });
    expect(await shown('TACA Attention', 'end')).toBe('0.00');
    const peak = inspector().getByRole('slider', { name: 'Temperature in the window' });
    await drag(peak, 0, -30, { x: 0.5, y: 0.5 });
    expect(await shown('TACA Attention', 'temperature')).toBe('1.50');
    await inspector().getByRole('button', { name: 'Add', exact: true }).click();
    await page.keyboard.type('blue ring');
    await page.keyboard.press('Enter');
    await inspector().getByRole('spinbutton', { name: 'Temperature of "blue ring"' }).focus();
    await page.keyboard.press('ArrowUp');
    const words = row('TACA Attention', 'words').getByRole('textbox');
    expect(await words.inputValue()).toBe('blue ring: 1.4');
  },
);

test.runIf(hasBrowser)('nodes that are selected together share their widgets', async () => {
  await select('Prompt');
  await node('Negative prompt')
    .getByText('Negative prompt', { exact: true })
    .click({ modifiers: ['Shift'] });
  await inspector().getByRole('heading', { name: '2 nodes' }).waitFor();
  const shared = inspector().getByRole('textbox', { name: 'Text' });
  expect(await shared.getAttribute('placeholder')).toBe('Several values');
  await shared.fill('both');
  expect(await row('Prompt', 'text').getByRole('textbox').inputValue()).toBe('both');
  await page.keyboard.press('Escape');
});

test.runIf(hasBrowser)(
  'a switch is pressed, a linked widget says where its value comes from',
  async () => {
    const g = new GraphBuilder();
    const value = g.node('PrimitiveInt', { value: 7 });
    g.node('SamplerCustom', { noise_seed: value });
    await openFile('switch.json', g.prompt);
    const noise = row('SamplerCustom', 'add_noise').getByRole('switch');
    expect(await noise.getAttribute('aria-checked')).toBe('true');
    await noise.press('Space');
    expect(await noise.getAttribute('aria-checked')).toBe('false');
    const seed = row('SamplerCustom', 'noise_seed');
    expect(await seed.innerText()).toContain('from Int');
    await seed.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Remove the link' }).click();
    await expect.poll(() => shown('SamplerCustom', 'noise_seed')).not.toBeNull();
  },
);

test.runIf(hasBrowser)(
  'a picture is uploaded, its mask painted, and only that part drawn anew',
  async () => {
    const original = await drawn();
    await openFile('inpaint.json', inpainting());
    const image = row('Load Image', 'image');
    await image.waitFor();
    await image
      .locator('input[type=file]')
      .setInputFiles({ name: 'drawn.png', mimeType: 'image/png', buffer: original });
    await image.getByRole('button', { name: 'image: drawn.png' }).waitFor();
    const plain = await pixels((await run()).picture);

    await image.getByRole('button', { name: 'Edit mask' }).click();
    const canvas = page.getByRole('application', { name: /^Mask of drawn.png, 128 x 128/ });
    await canvas.waitFor();
    const dialog = page.getByRole('dialog');
    const covered = dialog.getByRole('status');
    await type(dialog.getByRole('spinbutton', { name: 'Size' }), '60');
    await drag(canvas, 4, 0, { x: 0.5, y: 0.5 });
    await expect.poll(() => covered.innerText()).toMatch(/^(1[5-9]|2\d)% masked/);
    await canvas.focus();
    await page.keyboard.press('i');
    await expect.poll(() => covered.innerText()).toMatch(/^(7\d|8[0-5])% masked/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => covered.innerText()).toMatch(/^(1[5-9]|2\d)% masked/);
    await dialog.getByRole('button', { name: 'Save mask' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await image.innerText()).toContain('clipspace/');

    const masked = await pixels((await run()).picture);
    const [inside, outside] = [
      difference(plain, masked, 52, 52, 24),
      difference(plain, masked, 0, 0, 16),
    ];
    expect(outside).toBeLessThan(12);
    expect(inside).toBeGreaterThan(3 * outside);
    expect(studio.complaints).toEqual([]);
  },
);
