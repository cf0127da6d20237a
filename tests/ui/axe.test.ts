/** Every screen and dialog by axe-core, dark and light; reduced motion; forced colours. */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { poll } from '../protocol/harness.ts';
import { issuesOf } from './issues.ts';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

const SAMPLER = '7';

/** A class and a model that are not here. */
const FOREIGN = {
  last_node_id: 2,
  last_link_id: 0,
  nodes: [
    {
      id: 1,
      type: 'CheckpointLoaderSimple',
      pos: [0, 30],
      size: [200, 98],
      widgets_values: ['models/shape.safetensors'],
    },
    {
      id: 2,
      type: 'KSampler (Efficient)',
      pos: [300, 30],
      size: [260, 120],
      inputs: [{ name: 'model', type: 'MODEL', link: null }],
      widgets_values: [1],
    },
  ],
  links: [],
  groups: [],
  version: 0.4,
};

const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);

async function openFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Control+o');
  await (await chooser).setFiles([{ name, mimeType: 'application/octet-stream', buffer }]);
}

async function setSteps(page: Page, steps: string): Promise<void> {
  await node(page, SAMPLER).getByRole('spinbutton', { name: 'steps', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type(steps);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

describe.skipIf(!hasBrowser)('no screen has a serious issue', { timeout: 120_000 }, () => {
  let studio: Studio;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = await studio.open({ reducedMotion: 'reduce' });
    page.setDefaultTimeout(15_000);
  });
  afterAll(() => studio.close());

  const dialog = (name?: string) =>
    page.getByRole('dialog', name === undefined ? {} : { name }).first();
  const view = (name: string) =>
    page.getByRole('group', { name: 'Views' }).getByRole('button', { name }).click();

  it('the graph, with and without a selection', async () => {
    const issues = await issuesOf(page, 'first run');
    await node(page, SAMPLER).getByText('KSampler', { exact: true }).click();
    issues.push(...(await issuesOf(page, 'one node')));
    await page.keyboard.press('Control+a');
    issues.push(...(await issuesOf(page, 'several nodes')));
    await page.keyboard.press('Escape');
    expect(issues).toEqual([]);
  });

  it('a running render, where nothing is animated under reduced motion', async () => {
    await setSteps(page, '400');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('q');
    await node(page, SAMPLER)
      .getByLabel(/^Step \d+ of 400$/)
      .waitFor();
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(
          ({ playState, effect }) =>
            playState === 'running' && Number(effect?.getComputedTiming().duration) > 0,
        )
        .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 120)),
    );
    expect(moving).toEqual([]);
    expect(await issuesOf(page, 'running')).toEqual([]);
    await page.keyboard.press('F7');
    await node(page, SAMPLER).getByLabel('Stopped').waitFor();
    await setSteps(page, '2');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Latest picture' }).waitFor();
  });

  it('the drawer and the left panels', async () => {
    const issues = await issuesOf(page, 'queue');
    for (const tab of ['Gallery', 'Log']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel').waitFor();
      if (tab === 'Gallery') await page.getByRole('option').first().waitFor();
      issues.push(...(await issuesOf(page, `drawer ${tab}`)));
    }
    const rail = page.getByRole('navigation', { name: 'Panels' });
    for (const panel of ['Nodes', 'Models', 'Workflows', 'Gallery']) {
      await rail.getByRole('button', { name: panel, exact: true }).click();
      await page.getByRole('complementary', { name: panel, exact: true }).waitFor();
      issues.push(...(await issuesOf(page, `panel ${panel}`)));
    }
    await rail.getByRole('button', { name: 'Gallery', exact: true }).click();
    await page.getByRole('button', { name: 'Hide the drawer' }).click();
    expect(issues).toEqual([]);
  });

  it('menus and searches', async () => {
    const issues: string[] = [];
    const check = async (name: string) => {
      issues.push(...(await issuesOf(page, name)));
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    };
    await node(page, SAMPLER).locator('header').click({ button: 'right' });
    await page.getByRole('menu').first().waitFor();
    await check('menu of a node');
    await page
      .locator('.react-flow__pane')
      .click({ button: 'right', position: { x: 700, y: 560 } });
    await page.getByRole('menu').first().waitFor();
    await check('menu of the canvas');
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('menuitem', { name: 'File' }).hover();
    await page.getByRole('menuitem', { name: /^Save as/ }).waitFor();
    await check('menu of the app');
    await page.getByRole('button', { name: 'Ways to run' }).click();
    await page.getByRole('menu').waitFor();
    await check('ways to run');
    await page.locator('.react-flow__pane').dblclick({ position: { x: 700, y: 560 } });
    await page.getByRole('option').first().waitFor();
    await check('node search');
    for (const [keys, name] of [
      ['Control+k', 'palette'],
      ['Control+f', 'find a node'],
    ] as const) {
      await page.keyboard.press(keys);
      await page.getByRole('option').first().waitFor();
      await check(name);
    }
    await node(page, SAMPLER).getByRole('button', { name: 'scheduler: normal' }).click();
    await page.getByRole('option').first().waitFor();
    await check('choices of a widget');
    expect(issues).toEqual([]);
  });

  it('settings, shortcuts, download and save', async () => {
    const issues: string[] = [];
    await page.keyboard.press('Control+,');
    for (const section of await dialog('Settings').getByRole('tab').all()) {
      await section.click();
      issues.push(...(await issuesOf(page, `settings ${await section.textContent()}`)));
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Shift+K');
    await dialog('Shortcuts').waitFor();
    issues.push(...(await issuesOf(page, 'shortcuts')));
    await page.keyboard.press('Escape');
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Download a model' }).click();
    await dialog('Download a model').waitFor();
    issues.push(...(await issuesOf(page, 'download')));
    await page.keyboard.press('Escape');
    await page.keyboard.press('m');
    await page.keyboard.press('Control+Shift+S');
    await dialog().getByLabel('Name').waitFor();
    issues.push(...(await issuesOf(page, 'save as')));
    await page.keyboard.press('Escape');
    expect(issues).toEqual([]);
  });

  it('the form and its inputs, the viewer and its comparison', async () => {
    await view('Form');
    await page.getByRole('region', { name: 'Form' }).getByText('A suggestion').waitFor();
    const issues = await issuesOf(page, 'form');
    await page.getByRole('button', { name: 'Choose inputs' }).click();
    await page.getByRole('button', { name: 'Add an input' }).waitFor();
    issues.push(...(await issuesOf(page, 'inputs of the form')));
    await view('Viewer');
    await page.getByRole('toolbar', { name: 'Viewer' }).waitFor();
    issues.push(...(await issuesOf(page, 'viewer')));
    await page.keyboard.press('b');
    for (const mode of ['Side by side', 'Wipe', 'Difference']) {
      await page.getByRole('button', { name: mode, exact: true }).click();
      issues.push(...(await issuesOf(page, mode)));
    }
    await page.keyboard.press('b');
    await view('Graph');
    expect(issues).toEqual([]);
  });

  it('an error, and what is said of it', async () => {
    await node(page, '5').getByText('Negative prompt', { exact: true }).click();
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').waitFor();
    await node(page, SAMPLER).getByText('Nothing is connected').waitFor();
    expect(await issuesOf(page, 'error')).toEqual([]);
    await page.keyboard.press('Control+z');
  });

  it('an empty workflow, a picture and the painter of its mask', async () => {
    await page.getByRole('button', { name: 'New workflow' }).first().click();
    await page.getByText('Double-click to add a node').waitFor();
    const issues = await issuesOf(page, 'empty workflow');
    const red = sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } });
    await openFile(page, 'plain.png', await red.png().toBuffer());
    await page.getByRole('button', { name: 'Edit mask' }).first().click();
    await dialog().waitFor();
    issues.push(...(await issuesOf(page, 'mask')));
    await page.keyboard.press('Escape');
    expect(issues).toEqual([]);
  });

  it('what an import asks and reports', async () => {
    await openFile(page, 'foreign.json', Buffer.from(JSON.stringify(FOREIGN)));
    await dialog().getByText('KSampler (Efficient)').waitFor();
    const issues = await issuesOf(page, 'missing nodes');
    await dialog().getByRole('button', { name: 'Go on' }).click();
    await dialog().getByRole('button', { name: 'Open anyway' }).waitFor();
    issues.push(...(await issuesOf(page, 'missing models')));
    await dialog().getByRole('button', { name: 'Open anyway' }).click();
    await page.getByRole('complementary', { name: 'Import report' }).waitFor();
    issues.push(...(await issuesOf(page, 'import report')));
    expect(issues).toEqual([]);
  });

  it('forced colours show the outlines of nodes, the selection and the focus', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    const outline = () =>
      page.evaluate(() => {
        const width = (element: Element | null) => {
          if (!element) return 0;
          const { outlineStyle, outlineWidth, borderTopStyle, borderTopWidth } =
            getComputedStyle(element);
          return Math.max(
            outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
            borderTopStyle === 'none' ? 0 : Number.parseFloat(borderTopWidth),
          );
        };
        return {
          nodes: Math.min(
            ...[...document.querySelectorAll('.react-flow__node > [data-node]')].map(width),
          ),
          selected: width(document.querySelector('[data-node][data-selected]')),
          focus: width(document.activeElement),
        };
      });
    expect((await outline()).nodes).toBeGreaterThan(0);
    await page.locator('.react-flow__node header').first().click();
    expect((await outline()).selected).toBeGreaterThan(1);
    await page.keyboard.press('Control+F6');
    expect((await outline()).focus).toBeGreaterThan(1);
    await page.emulateMedia({ forcedColors: 'none' });
  });

  it('what a crash left', async () => {
    await page.keyboard.press('Control+d');
    await page.getByRole('tab', { name: 'First picture', selected: true }).waitFor();
    await page
      .getByLabel('Result and inspector')
      .getByRole('textbox', { name: 'Prompt', exact: true })
      .fill('what was not saved');
    await poll(async () => {
      const list = (await (await fetch(`${studio.url}/studio/drafts`)).json()) as { id: string }[];
      const drafts = await Promise.all(
        list.map(async ({ id }) => (await fetch(`${studio.url}/studio/drafts/${id}`)).text()),
      );
      return drafts.some((draft) => draft.includes('what was not saved'));
    }, Boolean);
    const devtools = await page.context().newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    void devtools.send('Page.crash').catch(() => undefined);
    await crashed;
    const again = await page.context().newPage();
    await again.goto(studio.url);
    await again
      .getByRole('dialog')
      .getByRole('button', { name: /^Restore/ })
      .first()
      .waitFor();
    expect(await issuesOf(again, 'crash recovery')).toEqual([]);
  });
});
