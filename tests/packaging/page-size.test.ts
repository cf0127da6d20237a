import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const PAGE = join(import.meta.dirname, '../../dist/renderer');
/** Gzipped bytes of what shows the first screen. */
const MOST_BYTES = 330_000;

const SCRIPT = /(?:src|href)="(\/[^"]+\.js)"/g;
/** `import … from './x.js'`, `import './x.js'` and `export … from './x.js'`, but no `import('./x.js')`. */
const IMPORT = /(?:from|import)\s*["'](\.\/[^"']+\.js)["']/g;

/** The scripts that the page names, with all that they import statically, as addresses. */
function scriptsOfPage(): Set<string> {
  const html = readFileSync(join(PAGE, 'index.html'), 'utf8');
  const found = new Set([...html.matchAll(SCRIPT)].map(([, path]) => path ?? ''));
  for (const path of found) {
    const code = readFileSync(join(PAGE, path), 'utf8');
    for (const [, file] of code.matchAll(IMPORT))
      found.add(new URL(file ?? '', `file://${path}`).pathname);
  }
  return found;
}

test.runIf(existsSync(PAGE))('the JavaScript of the first screen is small', () => {
  const scripts = scriptsOfPage();
  expect(scripts.size).toBeGreaterThan(1);
  const bytes = [...scripts].reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(PAGE, path))).length,
    0,
  );
  console.log(`${Math.round(bytes / 1000)} KB gzipped in ${scripts.size} scripts`);
  expect(bytes).toBeLessThan(MOST_BYTES);
});

test.runIf(existsSync(PAGE))('what the first screen does not show is not among it', () => {
  const scripts = scriptsOfPage();
  const others = readdirSync(join(PAGE, 'assets'))
    .filter((name) => name.endsWith('.js'))
    .filter((name) => !scripts.has(`/assets/${name}`));
  for (const part of ['viewer', 'form-view', 'settings', 'mask-dialog', 'models-panel', 'tidy']) {
    expect(
      others.some((name) => name.startsWith(`${part}-`)),
      part,
    ).toBe(true);
  }
});
