import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPictureIndex, type NewPicture } from './picture-index.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'index-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const picture = (filename: string, more: Partial<NewPicture> = {}): NewPicture => ({
  subfolder: '',
  filename,
  mtime: 1,
  size: 1,
  width: 1,
  height: 1,
  promptId: null,
  ms: null,
  positive: '',
  seeds: [],
  models: [],
  ...more,
});
const open = () => openPictureIndex(join(folder, 'pictures.sqlite'));

it('a damaged index is replaced by an empty one', () => {
  writeFileSync(join(folder, 'pictures.sqlite'), 'damaged '.repeat(1000));
  const index = open();
  index.put([picture('a.png')]);
  expect(index.all()).toHaveLength(1);
  index.close();
});

it('keeps the run of a file that is read again', () => {
  const index = open();
  index.put([picture('a.png', { promptId: 'run', ms: 5 })]);
  index.put([picture('a.png', { mtime: 2, positive: 'new' })]);
  expect(index.page([], undefined, 9).pictures).toMatchObject([
    { mtime: 2, prompt: 'new', promptId: 'run', ms: 5 },
  ]);
  index.close();
});

it('walks 3,000 pictures of the same moment without missing or repeating one', () => {
  const index = open();
  index.put(Array.from({ length: 3000 }, (_, i) => picture(`${i}.png`, { mtime: i >> 10 })));
  const seen: number[] = [];
  let before: string | undefined;
  do {
    const page = index.page([], before, 700);
    seen.push(...page.pictures.map(({ id }) => id));
    before = page.next ?? undefined;
  } while (before !== undefined);
  expect(new Set(seen).size).toBe(3000);
  expect(seen).toHaveLength(3000);
  index.close();
});

it('one that cannot be put in takes its batch with it, and no other', () => {
  const index = open();
  const bad = picture('bad.png', { mtime: 1.5 });
  expect(() => index.put([picture('a.png'), bad])).toThrow('INTEGER');
  index.put([picture('b.png')]);
  expect(index.all().map(({ filename }) => filename)).toEqual(['b.png']);
  index.close();
});
