/**
 * Pictures of the window beside the tests, and how far what is seen now is from them.
 *
 * They are those of one machine's fonts. `UPDATE_SCREENS=1 npx vitest run tests/ui/screens.test.ts` takes them anew,
 * and the pictures of the README; look at each before it is committed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

export const isUpdating = process.env['UPDATE_SCREENS'] === '1';

const FOLDER = join(import.meta.dirname, 'screens');
const FONTS = join(FOLDER, 'fonts.txt');
/** Difference of a pixel, 0 to 1, that is not seen. */
const THRESHOLD = 0.2;
/** Of all pixels. */
const MOST_DIFFERENT = 0.001;

/** Whether the window's text is as wide as on the machine that the pictures were taken on. */
export async function hasSameFonts(page: Page): Promise<boolean> {
  const widths = await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return [];
    const { fontFamily } = getComputedStyle(document.body);
    return ['400 11px', '600 13px'].map((look) => {
      context.font = `${look} ${fontFamily}`;
      return context.measureText('Temperature, KSampler 0123456789').width;
    });
  });
  const text = widths.join(' ');
  if (isUpdating) writeFileSync(FONTS, `${text}\n`);
  return existsSync(FONTS) && readFileSync(FONTS, 'utf8').trim() === text;
}

/** What is wrong with the window against its picture; null if nothing is. */
export async function compareScreen(page: Page, name: string): Promise<string | null> {
  const file = join(FOLDER, `${name}.webp`);
  const shot = await shoot(page);
  if (isUpdating) {
    await sharp(shot).webp({ quality: 88, effort: 5 }).toFile(file);
    return null;
  }
  const expected = await sharp(file).removeAlpha().ensureAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  const actual = await sharp(shot).removeAlpha().ensureAlpha().raw().toBuffer({
    resolveWithObject: true,
  });
  const { width, height } = expected.info;
  if (width !== actual.info.width || height !== actual.info.height) {
    return `${name} is ${actual.info.width} x ${actual.info.height}, not ${width} x ${height}`;
  }
  const different = pixelmatch(expected.data, actual.data, undefined, width, height, {
    threshold: THRESHOLD,
  });
  const share = different / (width * height);
  if (share <= MOST_DIFFERENT) return null;
  const seen = join(tmpdir(), 'taca-studio-screens', `${name}.png`);
  mkdirSync(dirname(seen), { recursive: true });
  writeFileSync(seen, shot);
  return `${name}: ${(100 * share).toFixed(2)} % of the pixels differ; it was ${seen}`;
}

/** For the README. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const file = join(import.meta.dirname, '../../docs/images', `${name}.webp`);
  await sharp(await shoot(page))
    .webp({ quality: 90, effort: 6 })
    .toFile(file);
}

/** The window at rest, times and memory put to fixed values. */
async function shoot(page: Page): Promise<Buffer> {
  await page.evaluate(async () => {
    const images = [...document.images].filter(({ complete }) => !complete);
    await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
    const places =
      '[data-part=status], [data-gives-way], [aria-label=Result] p, [role=dialog], dd, time';
    for (const place of document.querySelectorAll(places)) {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode as Text;
        const steady = text.data
          .replace(/\d+(\.\d+)? s\b/g, '1.2 s')
          .replace(/\d+(\.\d+)? [MG]B\b/g, '1.0 GB')
          .replace(/\d+ threads/g, '8 threads')
          .replace(/\d+\/\d+\/\d+, [\d:]+ [AP]M/g, '1/1/2026, 12:00:00 PM')
          .replace(/^\/.*\/output\//, '/pictures/output/')
          .replace(/\d\.\de-\d+/g, '1.0e-7');
        if (steady !== text.data) text.data = steady;
      }
    }
  });
  return page.screenshot({ animations: 'disabled' });
}
