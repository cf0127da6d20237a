import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { readPngTexts } from '../graph/workflow/embedded/png-text.ts';
import { encodePng } from './png.ts';
import { isPngKeyword, writeTextChunks } from './png-metadata.ts';

let png: Uint8Array;
beforeAll(async () => {
  png = await encodePng({ data: new Uint8Array(12), width: 2, height: 2, channels: 3 }, 1);
});
const HEADER_END = 33;

test('text lies right behind the header, in order, and other readers find it', async () => {
  const written = writeTextChunks(png, [
    ['prompt', '{"a":1}'],
    ['workflow', 'e: 1'],
  ]);
  expect(Buffer.from(written.subarray(HEADER_END + 4, HEADER_END + 8)).toString()).toBe('tEXt');
  expect([...(await readPngTexts(written))]).toEqual([
    ['prompt', '{"a":1}'],
    ['workflow', 'e: 1'],
  ]);
  expect((await sharp(written).metadata()).comments).toEqual([
    { keyword: 'prompt', text: '{"a":1}' },
    { keyword: 'workflow', text: 'e: 1' },
  ]);
});

test('text beyond Latin-1 goes to iTXt and comes back', async () => {
  const written = writeTextChunks(png, [['note', '絵 🎨']]);
  expect((await readPngTexts(written)).get('note')).toBe('絵 🎨');
});

test.each([
  ['workflow', true],
  ['two words', true],
  ['', false],
  [' a', false],
  ['a ', false],
  ['a\0b', false],
  ['a'.repeat(79), true],
  ['a'.repeat(80), false],
  ['絵', false],
])('keyword %j: %s', (keyword, fits) => {
  expect(isPngKeyword(keyword)).toBe(fits);
});
