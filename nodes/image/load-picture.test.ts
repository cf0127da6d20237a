import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { UserError } from '../errors.ts';
import { stubContext } from '../../tests/stub-context.ts';
import type { Tensor } from '../tensor.ts';
import { loadImage } from './load-image.ts';
import { loadImageMask } from './load-image-mask.ts';
import { loadPicture } from './load-picture.ts';
import { PNG_SIGNATURE, pngChunk } from './png.ts';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
afterAll(() => rmSync(folder, { recursive: true }));
const put = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

/** 3 x 2 pixels: red, green, blue; white, black, grey. */
const PIXELS = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 128, 128, 128];
const picture = () => sharp(Uint8Array.from(PIXELS), { raw: { width: 3, height: 2, channels: 3 } });
const bytesOf = ({ data }: Tensor) => [...data].map((v) => Math.round(v * 255));

describe('formats', () => {
  test.each([
    ['png', () => picture().png()],
    ['webp', () => picture().webp({ lossless: true })],
    ['tiff', () => picture().tiff({ compression: 'lzw' })],
    ['palette', () => picture().png({ palette: true })],
  ])('%s gives the pixels', async (name, encode) => {
    const { image, alpha } = await loadPicture(put(`p.${name}`, await encode().toBuffer()));
    expect(image.shape).toEqual([1, 2, 3, 3]);
    expect(bytesOf(image)).toEqual(PIXELS);
    expect(alpha).toBeNull();
  });

  test('a JPEG is turned upright by its EXIF orientation', async () => {
    const jpeg = await picture()
      .resize(60, 40, { kernel: 'nearest' })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { image } = await loadPicture(put('turned.jpg', jpeg));
    expect(image.shape).toEqual([1, 60, 40, 3]);
    const topRight = bytesOf(image).slice(37 * 3, 38 * 3);
    expect(topRight[0]).toBeGreaterThan(250);
    expect(topRight[1]).toBeLessThan(5);
  });

  test('16 bits keep their precision', async () => {
    const deep = Uint16Array.of(1, 256, 65535, 32768, 0, 7);
    const png = await sharp(deep, { raw: { width: 2, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const { image } = await loadPicture(put('deep.png', png));
    expect([...image.data].map((v) => Math.round(v * 65535))).toEqual([...deep]);
  });

  test('CMYK becomes RGB', async () => {
    const jpeg = await picture()
      .resize(24, 16, { kernel: 'nearest' })
      .toColourspace('cmyk')
      .jpeg({ quality: 100 })
      .toBuffer();
    const { image } = await loadPicture(put('cmyk.jpg', jpeg));
    expect(image.shape).toEqual([1, 16, 24, 3]);
    const [r = 0, g = 0, b = 0] = bytesOf(image);
    expect(r).toBeGreaterThan(Math.max(g, b) + 100);
  });

  test('grey with alpha gives three equal channels and the alpha', async () => {
    const png = await sharp(Uint8Array.of(10, 0, 200, 255), {
      raw: { width: 2, height: 1, channels: 2 },
    })
      .png()
      .toBuffer();
    const { image, alpha } = await loadPicture(put('la.png', png));
    expect(bytesOf(image)).toEqual([10, 10, 10, 200, 200, 200]);
    expect(alpha && bytesOf(alpha)).toEqual([0, 255]);
  });

  test.each(['gif', 'webp'] as const)('frames of a %s become a batch', async (format) => {
    const frames = Uint8Array.from([...PIXELS, ...PIXELS.toReversed()]);
    const raw = { width: 3, height: 4, channels: 3, pageHeight: 2 } as const;
    const animated = sharp(frames, { raw });
    const bytes = await (
      format === 'gif' ? animated.gif() : animated.webp({ lossless: true })
    ).toBuffer();
    const { image } = await loadPicture(put(`frames.${format}`, bytes));
    expect(image.shape).toEqual([2, 2, 3, 3]);
    expect(bytesOf(image)).toEqual([...frames]);
  });
});

describe('refused by name', () => {
  const SVG =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
  test.each([
    ['empty.png', '', 'image_empty', '0 bytes'],
    ['a.svg', SVG, 'image_format', 'SVG'],
    ['b.png', `<?xml version="1.0"?>\n${SVG}`, 'image_format', 'SVG'],
    ['c.heic', '\0\0\0\x18ftypheic\0\0', 'image_format', 'HEIC'],
    ['d.psd', '8BPS\0\x01', 'image_format', 'Photoshop'],
    ['e.bmp', 'BM\0\0', 'image_format', 'BMP'],
    ['f.png', 'version https://git-lfs.github.com/spec/v1', 'image_format', 'LFS'],
    ['g.png', '<!DOCTYPE html><html>', 'image_format', 'web page'],
    ['h.png', 'hello', 'image_format', 'no picture'],
    ['i.gif', `GIF89a${SVG}`, 'image_damaged', 'i.gif'],
  ])('%s', async (name, content, code, words) => {
    const error = await loadPicture(put(name, Buffer.from(content, 'latin1'))).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code });
    expect((error as UserError).message).toContain(words);
  });

  test.each(['jpeg', 'png', 'webp'] as const)('a %s cut short', async (format) => {
    const whole = await sharp({
      create: {
        width: 64,
        height: 64,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
      .toFormat(format)
      .toBuffer();
    const cut = put(`cut.${format}`, whole.subarray(0, Math.floor(whole.length * 0.7)));
    await expect(loadPicture(cut)).rejects.toMatchObject({ code: 'image_damaged' });
  });

  test('a picture of too many pixels, before it is decoded', async () => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(20_000, 0);
    header.writeUInt32BE(20_000, 4);
    header.set([8, 2], 8);
    const bomb = Buffer.concat([
      PNG_SIGNATURE,
      pngChunk('IHDR', header),
      pngChunk('IDAT', deflateSync(Buffer.alloc(1000))),
      pngChunk('IEND', new Uint8Array()),
    ]);
    await expect(loadPicture(put('bomb.png', bomb))).rejects.toMatchObject({
      code: 'image_too_large',
      message: expect.stringContaining('20000 x 20000'),
    });
  });
});

describe('nodes', () => {
  const files = (path: string) => ({
    files: { ...stubContext().context.files, input: () => path },
  });

  test('LoadImage masks what is transparent; without alpha the mask is 64 x 64 zeros', async () => {
    const opaque = put('opaque.png', await picture().png().toBuffer());
    const clear = put('clear.png', await picture().ensureAlpha(0.2).png().toBuffer());
    const { context } = stubContext(files(opaque));
    const without = (await loadImage.run({ image: 'opaque.png' }, context)) as { MASK: Tensor };
    expect(without.MASK).toEqual({ data: new Float32Array(64 * 64), shape: [1, 64, 64] });
    const masked = (await loadImage.run(
      { image: 'clear.png' },
      stubContext(files(clear)).context,
    )) as { MASK: Tensor };
    expect(masked.MASK.shape).toEqual([1, 2, 3]);
    expect(masked.MASK.data[0]).toBeCloseTo(0.8, 2);
  });

  test('LoadImage names a missing file as ComfyUI does', () => {
    const missing = {
      files: {
        ...stubContext().context.files,
        input: () => {
          throw new UserError('file_not_found', 'x', 'y');
        },
      },
    };
    expect(loadImage.validate?.({ image: 'no.png' }, missing)).toBe(
      'image - Invalid image file: no.png',
    );
    expect(loadImage.validate?.({ image: 'yes.png' }, files(folder))).toBeNull();
  });

  test('LoadImageMask gives the channel asked for', async () => {
    const path = put('mask.png', await picture().png().toBuffer());
    const mask = async (channel: string) => {
      const { MASK } = (await loadImageMask.run(
        { image: 'mask.png', channel },
        stubContext(files(path)).context,
      )) as { MASK: Tensor };
      expect(MASK.shape).toEqual([1, 2, 3]);
      return bytesOf(MASK);
    };
    expect(await mask('green')).toEqual([0, 255, 0, 255, 0, 128]);
    expect(await mask('alpha')).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
