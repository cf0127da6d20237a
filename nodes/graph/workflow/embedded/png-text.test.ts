import { deflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { writeTextChunks } from '../../../image/png-metadata.ts';
import { encodePng, pngChunk } from '../../../image/png.ts';
import { readPngTexts } from './png-text.ts';

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

test('bytes 0x80 to 0x9f of tEXt are Latin-1, not Windows-1252', async () => {
  expect((await readPngTexts(withChunk('tEXt', 'k\0\x80\x9f'))).get('k')).toBe('\x80\x9f');
});

test('compressed text is inflated', async () => {
  const deflated = deflateSync(Buffer.from('wörk')).toString('latin1');
  expect((await readPngTexts(withChunk('iTXt', `k\0\x01\0en\0\0${deflated}`))).get('k')).toBe(
    'wörk',
  );
  const plain = deflateSync(Buffer.from('w\xf6rk', 'latin1')).toString('latin1');
  expect((await readPngTexts(withChunk('zTXt', `k\0\0${plain}`))).get('k')).toBe('wörk');
});

test('a text bomb is refused', async () => {
  const bomb = deflateSync(Buffer.alloc(65 << 20)).toString('latin1');
  await expect(readPngTexts(withChunk('zTXt', `k\0\0${bomb}`))).rejects.toThrow('64 MiB');
});

test.each([
  ['zTXt', 'k\0\0 not deflate'],
  ['zTXt', 'k\0\x05abc'],
  ['iTXt', 'k\0\0\0 no end'],
  ['tEXt', 'no keyword end'],
])('a senseless %s chunk is passed over', async (type, data) => {
  expect([...(await readPngTexts(withChunk(type, data)))]).toEqual([]);
});

test('a file cut anywhere gives what came before the cut', async () => {
  const written = writeTextChunks(png, [['a', '1']]);
  for (let end = 8; end < written.length; end++) {
    expect((await readPngTexts(written.subarray(0, end))).size).toBeLessThanOrEqual(1);
  }
});

test('what is no PNG is refused', async () => {
  await expect(readPngTexts(Buffer.from('GIF89a'))).rejects.toThrow('not a PNG');
});
