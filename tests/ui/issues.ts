/** What axe-core has against the page. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Serious and critical issues, each with where it is. @param rules all of them unless told */
export async function seriousIssues(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(`globalThis.axe ?? (() => { ${axe.source} })()`);
  const { violations } = await page.evaluate(
    (only) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        resultTypes: ['violations'],
        ...(only && { runOnly: only }),
      }),
    rules,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('\n  ')}`);
}

/** What the two themes of the page as it stands have against them. */
export async function issuesOf(page: Page, screen: string): Promise<string[]> {
  const dark = await seriousIssues(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('html[data-theme=light]').waitFor();
  const light = await seriousIssues(page, ['color-contrast']);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-theme=dark]').waitFor();
  return [
    ...dark.map((issue) => `${screen}: ${issue}`),
    ...light.map((issue) => `${screen}, light: ${issue}`),
  ];
}
