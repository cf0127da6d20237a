import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { encodePng, pngChunk } from './png.ts';
import { isPngKeyword, readTextChunks, writeTextChunks } from './png-metadata.ts';

let png: Uint8Array;
beforeAll(async () => {
  png = await encodePng({ data: new Uint8Array(12), width: 2, height: 2, channels: 3 }, 1);
});
const HEADER_END = 33;
const withChunk = (type: string, data: Uint8Array | string) =>
  Buffer.concat([
    png.subarray(0, HEADER_END),
    pngChunk(type, Buffer.from(data as string, 'latin1')),
    png.subarray(HEADER_END),
  ]);

test('text lies right behind the header, in order, and other readers find it', async () => {
  const written = writeTextChunks(png, [
    ['prompt', '{"a":1}'],
    ['workflow', 'e: 1'],
  ]);
  expect(Buffer.from(written.subarray(HEADER_END + 4, HEADER_END + 8)).toString()).toBe('tEXt');
  expect([...readTextChunks(written)]).toEqual([
    ['prompt', '{"a":1}'],
    ['workflow', 'e: 1'],
  ]);
  expect((await sharp(written).metadata()).comments).toEqual([
    { keyword: 'prompt', text: '{"a":1}' },
    { keyword: 'workflow', text: 'e: 1' },
  ]);
});

test('text beyond Latin-1 goes to iTXt and comes back', () => {
  expect(readTextChunks(writeTextChunks(png, [['note', '絵 🎨']])).get('note')).toBe('絵 🎨');
});

test('bytes 0x80 to 0x9f of tEXt are Latin-1, not Windows-1252', () => {
  expect(readTextChunks(withChunk('tEXt', 'k\0\x80\x9f')).get('k')).toBe('\x80\x9f');
});

test('compressed text is inflated', () => {
  const deflated = deflateSync(Buffer.from('wörk')).toString('latin1');
  expect(readTextChunks(withChunk('iTXt', `k\0\x01\0en\0\0${deflated}`)).get('k')).toBe('wörk');
  const plain = deflateSync(Buffer.from('w\xf6rk', 'latin1')).toString('latin1');
  expect(readTextChunks(withChunk('zTXt', `k\0\0${plain}`)).get('k')).toBe('wörk');
});

test('a text bomb is refused', () => {
  const bomb = deflateSync(Buffer.alloc(65 << 20)).toString('latin1');
  expect(() => readTextChunks(withChunk('zTXt', `k\0\0${bomb}`))).toThrow('64 MiB');
});

test.each([
  ['zTXt', 'k\0\0 not deflate'],
  ['zTXt', 'k\0\x05abc'],
  ['iTXt', 'k\0\0\0 no end'],
  ['tEXt', 'no keyword end'],
])('a senseless %s chunk is passed over', (type, data) => {
  expect([...readTextChunks(withChunk(type, data))]).toEqual([]);
});

test('a file cut anywhere gives what came before the cut', () => {
  const written = writeTextChunks(png, [['a', '1']]);
  for (let end = 8; end < written.length; end++) {
    expect(readTextChunks(written.subarray(0, end)).size).toBeLessThanOrEqual(1);
  }
});

test('what is no PNG is refused', () => {
  expect(() => readTextChunks(Buffer.from('GIF89a'))).toThrow('not a PNG');
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
