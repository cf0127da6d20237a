import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodePng } from './png.ts';

test.each([
  [1, 1, 3],
  [5, 7, 3],
  [6, 4, 4],
] as const)(
  '%i x %i pixels of %i channels decode to what went in',
  async (width, height, channels) => {
    const data = Uint8Array.from(
      { length: width * height * channels },
      (_, i) => (i * 73 + (i >> 3) * 31) & 255,
    );
    const png = await encodePng({ data, width, height, channels }, 4);
    const back = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(back.info).toMatchObject({ width, height, channels });
    expect([...back.data]).toEqual([...data]);
  },
);

test('flat areas take little room', async () => {
  const data = new Uint8Array(256 * 256 * 3).fill(90);
  expect((await encodePng({ data, width: 256, height: 256, channels: 3 }, 4)).length).toBeLessThan(
    2000,
  );
});
