/** Form, gallery and viewer on real renders of the bundled model. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousIssues } from './issues.ts';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

const PROMPTS = ['a red circle', 'a blue square', 'a green star'];

describe.skipIf(!hasBrowser)('form, gallery and viewer', () => {
  let studio: Studio;
  let page: Page;
  beforeAll(async () => {
    studio = await openStudio();
    page = await studio.open({ permissions: ['clipboard-read', 'clipboard-write'] });
    page.setDefaultTimeout(10_000);
  });
  afterAll(() => studio.close());

  const view = (name: string) =>
    page.getByRole('group', { name: 'Views' }).getByRole('button', { name }).click();
  const pictures = () =>
    page.getByRole('listbox', { name: 'Gallery' }).locator('[role=option]:not([aria-disabled])');

  test('a form is filled in and run, without the graph', async () => {
    await view('Form');
    const form = page.getByRole('region', { name: 'Form' });
    await form.getByText('A suggestion').waitFor();
    for (const label of ['Width', 'Height', 'Seed', 'Steps', 'Temperature']) {
      expect(await form.getByText(label, { exact: true }).count(), label).toBeGreaterThan(0);
    }
    for (const [i, prompt] of PROMPTS.entries()) {
      await form.getByRole('textbox', { name: 'Prompt' }).fill(prompt);
      await form.getByRole('button', { name: 'Run', exact: true }).click();
      const picture = page.getByRole('button', { name: `first-picture_0000${i + 1}_.png` });
      await picture.waitFor({ timeout: 60_000 });
    }
    expect(await seriousIssues(page)).toEqual([]);
  });

  test('its inputs are chosen, named and ordered, and undo takes that back', async () => {
    const form = page.getByRole('region', { name: 'Form' });
    await form.getByRole('button', { name: 'Choose inputs' }).click();
    await form.getByRole('button', { name: 'Take Temperature out of the form' }).click();
    await form.getByRole('textbox', { name: 'Label of Steps' }).fill('Care');
    await form.getByRole('button', { name: 'Move Care up' }).click();
    await form.getByRole('button', { name: 'Add an input' }).click();
    await page.getByRole('menuitem', { name: 'KSampler' }).hover();
    await page.getByRole('menuitem', { name: 'Cfg' }).click();
    const names = () =>
      form
        .getByRole('listitem')
        .getByRole('textbox')
        .evaluateAll((fields) =>
          fields.map((field) => {
            const { value, placeholder } = field as HTMLInputElement;
            return value || placeholder;
          }),
        );
    expect(await names()).toEqual(['Prompt', 'Width', 'Height', 'Care', 'Seed', 'Cfg']);
    await form.getByRole('button', { name: 'Done' }).click();
    expect(await form.getByText('A suggestion').count()).toBe(0);
    expect(await form.getByText('Care', { exact: true }).count()).toBeGreaterThan(0);
    expect(await form.getByText('Temperature').count()).toBe(0);
    for (let i = 0; i < 9 && (await form.getByText('A suggestion').count()) === 0; i++) {
      await page.keyboard.press('Control+Z');
    }
    await form.getByText('Temperature', { exact: true }).waitFor();
  });

  test('the gallery finds, deletes and brings back pictures by keyboard', async () => {
    await view('Graph');
    const tab = page.getByRole('tab', { name: 'Gallery' });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await expect.poll(() => pictures().count()).toBe(3);
    expect(await seriousIssues(page)).toEqual([]);
    const search = page.getByRole('searchbox', { name: 'Search pictures' });
    await search.fill('seed:54 blue');
    await expect.poll(() => pictures().count()).toBe(1);
    await search.fill('nothing like this');
    await page.getByText('No picture fits “nothing like this”.').waitFor();
    await search.fill('');
    await expect.poll(() => pictures().count()).toBe(3);

    await pictures().nth(0).click();
    await page.keyboard.press('ArrowRight');
    expect(await pictures().nth(1).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Delete');
    await expect.poll(() => pictures().count()).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => pictures().count()).toBe(3);
    expect(await pictures().nth(1).getAttribute('aria-label')).toContain('a blue square');
  });

  test('the context menu copies the seed and takes a picture as input', async () => {
    await pictures().nth(0).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy seed' }).click();
    await page.getByText('Seed 54 copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('54');
    await pictures().nth(0).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Use as input' }).click();
    await page.locator('.react-flow__node').filter({ hasText: 'Load Image' }).waitFor();
  });

  test('the viewer zooms to pixels, steps and tells how a picture was made', async () => {
    await pictures().nth(0).click();
    await page.keyboard.press('Enter');
    const details = page.getByRole('complementary', { name: 'Details' });
    await details.getByText('a green star', { exact: true }).waitFor();
    const stage = page.getByRole('group', { name: /first-picture_00003_.png, \d+%/ });
    const percent = async () =>
      Number(/, (\d+)%/.exec((await stage.getAttribute('aria-label')) ?? '')?.[1]);
    await expect.poll(percent).toBeGreaterThan(100);
    const fitted = await percent();
    await stage.hover();
    await page.mouse.wheel(0, -500);
    await expect.poll(percent).toBeGreaterThan(fitted);
    expect(
      await stage.locator('img').evaluate((image) => getComputedStyle(image).imageRendering),
    ).toBe('pixelated');
    await page.keyboard.press('.');
    await expect.poll(percent).toBe(fitted);
    await page.keyboard.press('0');
    await expect.poll(percent).toBe(100);
    await page.keyboard.press('ArrowRight');
    await details.getByText('a blue square', { exact: true }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
  });

  test('two pictures are compared side by side, by a wipe and by their difference', async () => {
    await page.keyboard.press('b');
    await page.getByRole('region', { name: 'B' }).getByRole('img').waitFor();
    const different = page.locator('mark');
    await different.getByText('a red circle').waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'A first-picture_00003_.png' }).waitFor();

    await page.getByRole('button', { name: 'Wipe', exact: true }).click();
    const wipe = page.getByRole('slider', { name: 'Where the wipe is' });
    await wipe.focus();
    await page.keyboard.press('Home');
    expect(await wipe.getAttribute('aria-valuenow')).toBe('0');

    await page.getByRole('button', { name: 'Difference' }).click();
    const measured = page.getByText(/^Max \d+, mean [\d.]+ of 255$/);
    await measured.waitFor();
    const centre = () =>
      page.getByRole('img', { name: 'Difference' }).evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const context = (canvas as HTMLCanvasElement).getContext('2d');
        return [...(context?.getImageData(width / 2, height / 2, 1, 1).data ?? [])];
      });
    const before = await centre();
    await page.getByRole('slider', { name: 'Gain' }).fill('32');
    const after = await centre();
    expect(before[0]! + before[1]! + before[2]!).toBeLessThan(after[0]! + after[1]! + after[2]!);
    await page.getByRole('button', { name: 'One', exact: true }).click();
  });

  test('F11 shows the picture alone, and a picture opens its workflow', async () => {
    await page.keyboard.press('F11');
    await expect.poll(() => page.getByRole('toolbar', { name: 'Viewer' }).count()).toBe(0);
    await page.keyboard.press('F11');
    await page.getByRole('toolbar', { name: 'Viewer' }).waitFor();
    const details = page.getByRole('complementary', { name: 'Details' });
    await details.getByText('a green star', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Open its workflow' }).click();
    await page.getByRole('tab', { name: 'first-picture_00003_', selected: true }).waitFor();
    await view('Form');
    const field = page
      .getByRole('region', { name: 'Form' })
      .getByRole('textbox', { name: 'Prompt' });
    await expect.poll(() => field.inputValue()).toBe('a green star');
    expect(studio.complaints).toEqual([]);
  });
});
