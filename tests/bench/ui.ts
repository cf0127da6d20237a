/**
 * npm run bench:ui: how soon the editor opens, and how smoothly it shows large workflows. Opens them in the built app in Chromium, against a
 * real server, and pans, zooms, drags, selects, undoes, and pans while a picture is rendered.
 *
 * Sizes can be given: `npm run bench:ui -- 100 1000`.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { spawnSync } from 'node:child_process';
import { openStudio } from '../ui/studio.ts';
import { measureLoad } from './load.ts';
import { framesOf, type Frames } from './ui-frames.ts';
import { largeWorkflow } from './ui-graph.ts';

const SIZES = [100, 500, 1000, 5000];
const GOAL_MS = 20;
const LOAD_GOAL_MS = 1500;
const PANE = '.react-flow__pane';

const given = process.argv.slice(2).map(Number).filter(Number.isSafeInteger);
const sizes = given.length > 0 ? given : SIZES;

spawnSync(process.execPath, [join(import.meta.dirname, '../../scripts/build.mjs')], {
  stdio: 'inherit',
});
console.log(`${cpus().length} x ${cpus()[0]?.model}, software renderer, 1440 x 900`);
let isGood = await reportLoad();
console.log('nodes  what                 frames   p50 ms   p95 ms  worst ms  tasks > 100 ms');
for (const size of sizes) {
  const studio = await openStudio();
  const page = await studio.open();
  await measure(page, size);
  for (const complaint of studio.complaints) console.log(`      page: ${complaint}`);
  await studio.close();
}
process.exitCode = isGood ? 0 : 1;

async function reportLoad(): Promise<boolean> {
  const studio = await openStudio();
  const { median, worst } = await measureLoad(studio);
  await studio.close();
  const isSoon = median < LOAD_GOAL_MS;
  console.log(
    `first load, until a workflow can be run: ${Math.round(median)} ms, at worst ${Math.round(worst)} ms${isSoon ? '' : '  SLOW'}`,
  );
  return isSoon;
}

async function measure(page: Page, size: number): Promise<void> {
  let shownAfter = 0;
  const opened = await framesOf(page, async () => {
    shownAfter = await openLarge(page, size);
    await page.waitForTimeout(1000);
  });
  report(size, `open: ${Math.round(shownAfter)} ms`, opened, false);
  await zoomTo(page, 1);
  report(size, 'pan at 100 %', await framesOf(page, () => pan(page)), true);
  await zoomTo(page, 0.5);
  report(size, 'pan at 50 %', await framesOf(page, () => pan(page)), true);
  await zoomTo(page, 0.25);
  report(size, 'pan at 25 %', await framesOf(page, () => pan(page)), true);
  await zoomTo(page, 1);
  report(size, 'zoom 100 % to 40 %', await framesOf(page, () => zoom(page, 12)), true);
  await page.keyboard.press('.');
  await page.waitForTimeout(400);
  report(size, 'pan, all in view', await framesOf(page, () => pan(page)), true);
  await zoomTo(page, 1);
  report(size, 'drag one node', await framesOf(page, () => dragNode(page)), true);
  report(size, 'select all', await framesOf(page, () => keys(page, ['Control+a'])), true);
  report(size, 'drag all', await framesOf(page, () => dragNode(page)), false);
  const undo = ['Control+z', 'Control+y', 'Control+z', 'Control+y', 'Control+z'];
  report(size, 'undo and redo', await framesOf(page, () => keys(page, undo)), true);
  report(size, 'pan while rendering', await framesOf(page, () => render(page)), false);
}

function report(size: number, what: string, frames: Frames, isJudged: boolean): void {
  const { count, p50, p95, worst, longTasks } = frames;
  const blocked = longTasks.filter((ms) => ms > 100);
  const cells = [count, p50.toFixed(1), p95.toFixed(1), worst.toFixed(0)].map((cell) =>
    String(cell).padStart(9),
  );
  const isSlow = isJudged && size <= 1000 && p95 > GOAL_MS;
  if (isSlow || (what === 'pan while rendering' && blocked.length > 0)) isGood = false;
  console.log(
    `${String(size).padStart(5)}  ${what.padEnd(18)}${cells.join('')}  ${blocked.join(' ') || '-'}${isSlow ? '  SLOW' : ''}`,
  );
}

/** Drops the workflow onto the canvas, as a person does. @returns milliseconds until it shows */
async function openLarge(page: Page, size: number): Promise<number> {
  return page.evaluate(
    ([text, pane]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'large.json', { type: 'application/json' }));
      const start = performance.now();
      const init = {
        bubbles: true,
        cancelable: true,
        dataTransfer: data,
        clientX: 500,
        clientY: 400,
      };
      document.querySelector(pane)?.dispatchEvent(new DragEvent('drop', init));
      const isShown = () =>
        document.querySelector('[role=tab][aria-selected=true]')?.textContent.includes('large') &&
        document.querySelector('.react-flow__node, .react-flow__viewport canvas');
      return new Promise<number>((done) => {
        const look = () =>
          isShown()
            ? requestAnimationFrame(() => done(performance.now() - start))
            : requestAnimationFrame(look);
        look();
      });
    },
    [JSON.stringify(largeWorkflow(size)), PANE] as const,
  );
}

/** Left and right, half a window each way. */
async function pan(page: Page): Promise<void> {
  const start = await ground(page);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down({ button: 'middle' });
  for (let i = 1; i <= 90; i++) {
    const angle = (i / 90) * 2 * Math.PI;
    await page.mouse.move(
      start.x - 320 * Math.sin(angle),
      start.y - (260 * (1 - Math.cos(angle))) / 2,
    );
    await nextFrame(page);
  }
  await page.mouse.up({ button: 'middle' });
}

/** Out and in again by the wheel. */
async function zoom(page: Page, steps: number): Promise<void> {
  for (const direction of [1, -1]) {
    for (let i = 0; i < steps; i++) {
      await page.mouse.wheel(0, direction * 40);
      await nextFrame(page);
      await nextFrame(page);
    }
  }
}

async function zoomTo(page: Page, wanted: number): Promise<void> {
  const current = () =>
    page.evaluate(() => {
      const viewport = document.querySelector<HTMLElement>('.react-flow__viewport');
      return new DOMMatrix(viewport?.style.transform).a;
    });
  await page.mouse.move(560, 460);
  for (let zoomed = await current(), i = 0; Math.abs(zoomed / wanted - 1) > 0.03 && i < 60; i++) {
    const delta = Math.max(-400, Math.min(400, -Math.log2(wanted / zoomed) * 500));
    await page.mouse.wheel(0, delta);
    await page.waitForTimeout(40);
    zoomed = await current();
  }
  await page.waitForTimeout(1200);
}

async function dragNode(page: Page): Promise<void> {
  const place = await page.evaluate(() => {
    for (const header of document.querySelectorAll('.react-flow__node header')) {
      const { x, y, width } = header.getBoundingClientRect();
      const at = document.elementFromPoint(x + width / 2, y + 10);
      if (x > 200 && x < 860 && y > 120 && y < 560 && at && header.contains(at))
        return { x: x + width / 2, y: y + 10 };
    }
    return null;
  });
  if (!place) throw new Error('No node to drag is in view.');
  await page.mouse.move(place.x, place.y);
  await page.mouse.down();
  for (let i = 1; i <= 90; i++) {
    const angle = (i / 90) * 2 * Math.PI;
    await page.mouse.move(place.x + 150 * Math.sin(angle), place.y + 100 * (1 - Math.cos(angle)));
    await nextFrame(page);
  }
  await page.mouse.up();
}

async function keys(page: Page, pressed: readonly string[]): Promise<void> {
  for (const key of pressed) {
    await page.keyboard.press(key);
    for (let i = 0; i < 20; i++) await nextFrame(page);
  }
}

async function render(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  for (let i = 0; i < 6; i++) await pan(page);
}

function nextFrame(page: Page): Promise<void> {
  return page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => done())));
}

/** A place in the window where nothing lies on the canvas. */
function ground(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate((pane) => {
    for (let y = 330; y < 640; y += 12) {
      for (let x = 330; x < 800; x += 12) {
        if (document.elementFromPoint(x, y)?.matches(pane)) return { x, y };
      }
    }
    return { x: 560, y: 460 };
  }, PANE);
}
