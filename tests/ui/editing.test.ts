/** Editing by keyboard in a real browser: what the unit tests of the document cannot see. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HistoryPage, QueueState } from '../../electron/protocol/queue.ts';
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

/** As the status line has it: of all nodes, drawn or not. */
async function count(of = page): Promise<number> {
  const text = await of
    .locator('[data-part=status]')
    .getByText(/^\d+ nodes?$/)
    .textContent();
  return Number.parseInt(text ?? '', 10);
}

/** Where each node is, by id. */
function places() {
  return nodes().evaluateAll((found) =>
    found
      .map((node) => `${node.dataset['id']} ${node.style.transform}`)
      .sort((a, b) => (a < b ? -1 : 1)),
  );
}

test.runIf(hasBrowser)(
  'what is selected is copied, pasted into another window and undone',
  async () => {
    const before = await count();
    await nodes().first().focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await expect.poll(() => count()).toBe(2 * before);
    await page.keyboard.press('Control+z');
    await expect.poll(() => count()).toBe(before);
    const other = await page.context().newPage();
    await other.goto(studio.url);
    await nodes(other).first().waitFor();
    const there = await count(other);
    await nodes(other).first().focus();
    await other.keyboard.press('Control+v');
    await expect.poll(() => count(other)).toBe(there + before);
    await other.close();
  },
);

/** A node of the first workflow, by its title. */
const titled = (title: string) => page.getByRole('group', { name: new RegExp(`^${title}`) });
const links = () => page.locator('[data-link]');

test.runIf(hasBrowser)(
  'a selection goes into a subgraph, which is opened, left and undone',
  async () => {
    const before = await count();
    await nodes().first().focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+Shift+E');
    await expect.poll(() => count()).toBe(1);
    await page.getByRole('textbox', { name: 'Title' }).waitFor();
    await page.keyboard.type('Everything');
    await page.keyboard.press('Enter');
    await titled('Everything').focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => count()).toBe(before);
    await nodes().first().focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => count()).toBe(1);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect.poll(() => count()).toBe(before);
  },
);

test.runIf(hasBrowser)('what is pasted with links is fed like what was copied', async () => {
  await titled('KSampler').click({ position: { x: 60, y: 12 } });
  await page.keyboard.press('Control+c');
  const [nodeCount, linkCount] = [await count(), await links().count()];
  await page.keyboard.press('Control+Shift+V');
  await expect.poll(() => count()).toBe(nodeCount + 1);
  await expect.poll(() => links().count()).toBe(linkCount + 4);
  await page.keyboard.press('Delete');
  await expect.poll(() => links().count()).toBe(linkCount);
});

test.runIf(hasBrowser)('what ComfyUI copies is pasted', async () => {
  const before = await count();
  const copied = { nodes: [{ id: 7, type: 'VAEDecode', pos: [0, 0], size: [200, 46] }], links: [] };
  await nodes().first().focus();
  await page.evaluate((json) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/html', `<span data-metadata="${btoa(json)}"></span>`);
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
  }, JSON.stringify(copied));
  await expect.poll(() => count()).toBe(before + 1);
  await page.keyboard.press('Control+x');
  await expect.poll(() => count()).toBe(before);
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

test.runIf(hasBrowser)('Escape leaves a number as it was, and the focus on it', async () => {
  const width = nodes().getByRole('spinbutton', { name: 'width' }).first();
  await width.focus();
  const before = await width.getAttribute('aria-valuetext');
  await page.keyboard.type('512');
  await page.keyboard.press('Escape');
  expect(await width.getAttribute('aria-valuetext')).toBe(before);
  expect(await width.evaluate((element) => element === document.activeElement)).toBe(true);
});

const focus = () =>
  page.evaluate(() => {
    const { dataset, tagName, ariaLabel } = document.activeElement as HTMLElement;
    return dataset['id'] ?? ariaLabel ?? tagName;
  });

test.runIf(hasBrowser)('the focus is never lost to the page', async () => {
  const node = titled('KSampler');
  await node.focus();
  const id = await focus();
  for (const [keys, end] of [
    ['Control+k', 'Escape'],
    ['Control+f', 'Escape'],
    ['Control+,', 'Escape'],
    ['Control+Shift+K', 'Escape'],
    ['Control+Shift+S', 'Escape'],
    ['Space', 'Escape'],
    ['Shift+F10', 'Escape'],
    ['F2', 'Escape'],
    ['F2', 'Enter'],
  ] as const) {
    await page.keyboard.press(keys);
    await expect.poll(focus, { message: keys }).not.toBe(id);
    await expect.poll(focus, { message: keys }).not.toBe('BODY');
    await page.keyboard.press(end);
    await expect.poll(focus, { message: `${keys} ${end}` }).toBe(id);
  }
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  await expect.poll(focus).toBe('Graph');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Alt+2');
  await page.getByRole('button', { name: 'Run' }).first().waitFor();
  await page.keyboard.press('Alt+1');
  await nodes().first().waitFor();
  await expect.poll(focus).not.toBe('BODY');
});

test.runIf(hasBrowser)('keys that are held down run a workflow once', async () => {
  let asked = 0;
  page.on('request', (request) => void (asked += Number(request.url().endsWith('/prompt'))));
  await nodes().first().focus();
  await page.keyboard.down('Control');
  for (let i = 0; i < 5; i++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await page.keyboard.up('Control');
  await expect.poll(() => asked).toBe(1);
});

test.runIf(hasBrowser)('the keys of an input method do not leave the field', async () => {
  const field = nodes().getByRole('textbox', { name: 'text' }).first();
  await field.focus();
  const press = (isComposing: boolean) =>
    field.evaluate((element, composing) => {
      const options = { key: 'Escape', bubbles: true, cancelable: true, isComposing: composing };
      element.dispatchEvent(new KeyboardEvent('keydown', options));
      return document.activeElement === element;
    }, isComposing);
  expect(await press(true)).toBe(true);
  expect(await press(false)).toBe(false);
});

test.runIf(hasBrowser)('a part that cannot be loaded leaves the rest of the window', async () => {
  const other = await page.context().newPage();
  await other.route(/\/assets\/(viewer|settings)[^/]*\.js/, (route) => route.abort());
  await other.goto(studio.url);
  await nodes(other).first().waitFor();
  await other.keyboard.press('Alt+4');
  await other.getByRole('alert').getByText('This cannot be shown').waitFor();
  await other.keyboard.press('Alt+1');
  await nodes(other).first().waitFor();
  await other.keyboard.press('Control+,');
  await other.getByRole('region', { name: 'Notices' }).getByText('This cannot be shown').waitFor();
  await other.unroute(/\/assets\/(viewer|settings)[^/]*\.js/);
  await expect
    .poll(async () => {
      await other.keyboard.press('Control+,');
      return other.getByRole('dialog', { name: 'Settings' }).count();
    })
    .toBe(1);
  await other.close();
});

test.runIf(hasBrowser)(
  'a note is found where nodes are, and parts of the window by keys',
  async () => {
    await page.locator('[data-part=canvas]').focus();
    const before = await count();
    await page.keyboard.press('Space');
    await page.getByRole('dialog', { name: 'Add a node' }).waitFor();
    await page.keyboard.type('note');
    await page.keyboard.press('Enter');
    await expect.poll(() => count()).toBe(before + 1);
    await page.keyboard.press('Control+z');
    await page.locator('[data-part=canvas]').focus();
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press('Control+F6');
      seen.push(
        await page.evaluate(
          () => document.activeElement?.closest<HTMLElement>('[data-part]')?.dataset['part'],
        ),
      );
    }
    expect(seen).toEqual(['right', 'drawer', 'status', 'title']);
  },
);

test.runIf(hasBrowser)('while a dialog is open, keys do nothing behind it', async () => {
  await page.locator('[data-part=canvas]').focus();
  const before = await count();
  const runsKnown = async () => {
    const running = (await (await fetch(`${studio.url}/studio/queue`)).json()) as QueueState;
    const over = (await (await fetch(`${studio.url}/studio/history`)).json()) as HistoryPage;
    return running.pending.length + (running.running ? 1 : 0) + over.items.length;
  };
  const runsBefore = await runsKnown();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+,');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).focus();
  for (const keys of ['Delete', 'Control+d', 'Control+Enter', 'Alt+2']) {
    await page.keyboard.press(keys);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await count()).toBe(before);
  await expect.poll(() => page.getByRole('region', { name: 'Graph' }).count()).toBe(1);
  expect(await runsKnown()).toBe(runsBefore);
});
