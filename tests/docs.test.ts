import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test('the page on adding a node shows the node as it is', () => {
  expect(read('docs/adding-a-node.md')).toContain(read('nodes/image/image-invert.ts'));
});
