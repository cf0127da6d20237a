/** How soon the editor can be used: from navigation until the nodes are drawn and Run can be pressed. */
import type { Studio } from '../ui/studio.ts';

export interface Load {
  /** Milliseconds: the median, and the slowest. */
  readonly median: number;
  readonly worst: number;
}

const TIMES = 7;

/** Loads the page in windows of their own, each with nothing cached. */
export async function measureLoad({ browser, url }: Studio): Promise<Load> {
  const measured: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'commit' });
    measured.push(
      await page.evaluate(
        () =>
          new Promise<number>((done) => {
            const look = () => {
              const isDrawn = document.querySelector('.react-flow__node [data-widget]') !== null;
              const buttons = document.querySelectorAll('[data-part=title] button:not([disabled])');
              const canRun = [...buttons].some(({ textContent }) => textContent === 'Run');
              if (isDrawn && canRun) requestAnimationFrame((now) => done(now));
              else requestAnimationFrame(look);
            };
            look();
          }),
      ),
    );
    await context.close();
  }
  measured.sort((a, b) => a - b);
  return { median: measured[TIMES >> 1] ?? 0, worst: measured.at(-1) ?? 0 };
}
