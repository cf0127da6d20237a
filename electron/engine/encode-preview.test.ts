import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodePreview } from './encode-preview.ts';

function grey(width: number, height: number) {
  return { width, height, rgb: new Uint8Array(width * height * 3).fill(128) };
}

test.each([
  [16, 16, 128, 128],
  [128, 64, 512, 256],
  [1, 300, 2, 512],
])(
  'a preview of %d x %d is drawn as %d x %d JPEG',
  async (width, height, shownWidth, shownHeight) => {
    const jpeg = await encodePreview(grey(width, height));
    const { format, width: w, height: h } = await sharp(jpeg).metadata();
    expect([format, w, h]).toEqual(['jpeg', shownWidth, shownHeight]);
  },
);

test('colours stay', async () => {
  const rgb = Uint8Array.from({ length: 12 }, (_, i) => [200, 20, 20][i % 3] ?? 0);
  const { channels } = await sharp(await encodePreview({ width: 2, height: 2, rgb })).stats();
  expect(channels.map(({ mean }) => Math.round(mean / 20))).toEqual([10, 1, 1]);
});
