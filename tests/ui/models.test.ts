/** The models panel, downloads and settings, in a browser against the real server and a stand-in for Hugging Face. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpu, testedOn } from '../../nodes/runtime/device.ts';
import { BUNDLED_MODELS } from '../../nodes/files/bundled-models.ts';
import { HUB_TOKEN, startHub, type HubStandIn } from '../protocol/hub-stand-in.ts';
import { seriousIssues } from './issues.ts';
import { hasBrowser, openStudio, type Studio } from './studio.ts';

const VAE = join(BUNDLED_MODELS, 'checkpoints/shapes/vae/diffusion_pytorch_model.safetensors');

describe.runIf(hasBrowser)('models and settings', () => {
  let studio: Studio;
  let hub: HubStandIn;
  let page: Page;
  let mine: string;

  beforeAll(async () => {
    hub = await startHub();
    process.env['HF_ENDPOINT'] = hub.url;
    delete process.env['HF_TOKEN'];
    mine = mkdtempSync(join(tmpdir(), 'my-models-'));
    for (const folder of ['checkpoints', 'vae']) mkdirSync(join(mine, folder));
    cpSync(VAE, join(mine, 'vae/mine.safetensors'));
    writeFileSync(join(mine, 'checkpoints/login.safetensors'), '<!doctype html> Please log in');
    studio = await openStudio();
    page = await studio.open();
    await page.keyboard.press('m');
  });
  afterAll(async () => {
    await studio?.close();
    await hub?.[Symbol.asyncDispose]();
    if (mine) rmSync(mine, { recursive: true });
  });

  const panel = () => page.getByRole('complementary', { name: 'Models' });
  const row = (name: string | RegExp) => panel().getByRole('option', { name });
  const dialog = (name: string) => page.getByRole('dialog', { name });

  it('shows the bundled models, the device and its memory', async () => {
    await row(/^shapes SD3, 8 blocks · fp16/).waitFor();
    await row(/taca.*rank 16/).waitFor();
    const status = page.getByRole('contentinfo', { name: 'Status' });
    await status.getByText('CPU · fp32 · self-test passed').waitFor();
    await status.getByRole('meter', { name: /Memory of the engine: \d+ MB of/ }).waitFor();
    await status.getByRole('button', { name: 'shapes · SD3, 8 blocks' }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
  });

  it('puts the node that loads a model into the graph, by keyboard and by mouse', async () => {
    const loaders = page.locator('.react-flow__node').filter({ hasText: 'Load TACA LoRA' });
    const before = await loaders.count();
    await panel().getByRole('listbox').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => loaders.count()).toBe(before + 1);
    const to = { targetPosition: { x: 300, y: 40 } };
    await row(/taca/).dragTo(page.locator('.react-flow__pane'), to);
    await expect.poll(() => loaders.count()).toBe(before + 2);
  });

  it('adds a folder, whose files are listed with what is wrong with them', async () => {
    await panel().getByRole('button', { name: 'Add a folder' }).click();
    const settings = dialog('Settings');
    const path = settings.getByLabel('Whole path of a folder', { exact: true });
    await path.fill('/no/such/folder');
    await path.press('Enter');
    await settings.getByRole('alert').getByText('There is no folder /no/such/folder').waitFor();
    await path.fill(mine);
    await path.press('Enter');
    await settings.getByRole('button', { name: `Remove ${mine}` }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await row(/^mine/).waitFor();
    const login = row(/^login/);
    expect(await login.textContent()).toContain('A web page, not weights.');
    expect(await login.getAttribute('aria-disabled')).toBe('true');
    await panel().getByRole('searchbox').fill('vae');
    await expect.poll(() => panel().getByRole('option').count()).toBe(1);
    await panel().getByRole('searchbox').fill('');
  });

  it('deletes a model, and has it back', async () => {
    await row(/^mine/).click();
    await page.keyboard.press('Delete');
    await row(/^mine/).waitFor({ state: 'detached' });
    await page.getByText('mine.safetensors was deleted.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(/^mine/).waitFor();
    await row(/^shapes/)
      .first()
      .click();
    const nodes = await page.locator('.react-flow__node').count();
    await page.keyboard.press('Delete');
    await page.getByText('shapes comes with TACA Studio and stays.').waitFor();
    expect(await page.locator('.react-flow__node').count()).toBe(nodes);
    await page.getByRole('button', { name: 'Rescan models' }).click();
    await expect.poll(() => row(/^shapes/).count()).toBe(2);
  });

  it('downloads a gated file, once there is a token', async () => {
    hub.put('vae/tiny.safetensors', readFileSync(VAE));
    hub.put('README.md', Buffer.from('words'));
    hub.fault.refuse = { status: 401, code: 'GatedRepo' };
    await panel().getByRole('button', { name: 'Download a model' }).click();
    const download = dialog('Download a model');
    const ask = async () => {
      await download.getByLabel('Repository or address').fill('owner/gated');
      await page.keyboard.press('Enter');
    };
    await ask();
    await download.getByRole('alert').getByText('owner/gated is gated').waitFor();
    await download.getByRole('button', { name: 'Add a token' }).click();
    await dialog('Settings').getByLabel('New token').fill(HUB_TOKEN);
    await page.keyboard.press('Enter');
    await dialog('Settings').getByText('A token is kept.').waitFor();
    await page.keyboard.press('Escape');

    await panel().getByRole('button', { name: 'Download a model' }).click();
    await ask();
    await download.getByRole('radio', { name: /tiny/ }).check();
    expect(await download.getByRole('radio').count()).toBe(1);
    expect(await download.getByRole('combobox', { name: 'Into' }).inputValue()).toBe('vae');
    expect(await seriousIssues(page)).toEqual([]);
    await download.getByRole('button', { name: 'Download', exact: true }).click();
    await download.getByText('checksum right').waitFor();
    await page.keyboard.press('Escape');
    await row(/^tiny/).waitFor();
    expect(hub.asked.filter((line) => /^cdn.*token/.test(line))).toEqual([]);
  });

  it('tells all of a vocabulary before it is fetched', async () => {
    delete hub.fault.refuse;
    const asked = hub.asked.length;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('vocabularies');
    await page.keyboard.press('Enter');
    const offers = dialog('Vocabularies of text encoders');
    await offers.getByText('525 KB, openai/clip-vit-large-patch14, licence MIT').waitFor();
    await offers.getByText(/^sha256 d60acb128cf7/).waitFor();
    expect(hub.asked).toHaveLength(asked);
    expect(await seriousIssues(page)).toEqual([]);
    hub.put('spiece.model', Buffer.from('other bytes'));
    await offers.getByRole('button', { name: 'Download' }).last().click();
    await offers.getByText(/its checksum is not that of the repository/).waitFor();
    await offers.getByRole('button', { name: /^Cancel t5/ }).click();
    await expect.poll(() => offers.getByRole('button', { name: 'Download' }).count()).toBe(2);
    await page.keyboard.press('Escape');
  });

  it('shows the self-test, and starts the engine anew with another budget', async () => {
    await page.getByRole('button', { name: /self-test passed/ }).click();
    const settings = dialog('Settings');
    await settings.getByRole('row', { name: /RotaryEmbedding .* Right, used fused/ }).waitFor();
    expect(await settings.getByRole('row').count()).toBe(testedOn(cpu).length + 1);
    const budget = settings.getByLabel('Memory budget, GiB');
    await budget.fill('100000');
    await budget.press('Enter');
    await settings.getByRole('alert').getByText('this machine has').waitFor();
    await budget.fill('3');
    await budget.press('Escape');
    expect(await budget.inputValue()).toBe('');
    await budget.fill('2');
    await budget.press('Enter');
    await page.getByText(/MB of 2\.1 GB/).waitFor();
    await page.keyboard.press('Escape');
  });

  it('keeps theme and size, also after a reload', async () => {
    await page.keyboard.press('Control+,');
    const settings = dialog('Settings');
    await settings.getByRole('button', { name: 'Light' }).click();
    await settings.getByRole('button', { name: 'Larger' }).click();
    const look = () =>
      page.evaluate(() => {
        const { dataset, style } = document.documentElement;
        return [dataset['theme'], style.getPropertyValue('--ui-scale')];
      });
    expect(await look()).toEqual(['light', '1.1']);
    expect(await seriousIssues(page)).toEqual([]);
    await page.reload();
    await expect.poll(look).toEqual(['light', '1.1']);
    // What Hugging Face refused, and what was no folder.
    expect(studio.complaints.filter((text) => !/status of 40[03]/.test(text))).toEqual([]);
  });
});
