import { expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { tensor, zeros, type Tensor } from '../tensor.ts';
import { emptyImage } from './empty-image.ts';
import { imageBatch } from './image-batch.ts';
import { imageScaleBy } from './image-scale-by.ts';
import { imageScaleToTotalPixels } from './image-scale-to-total-pixels.ts';
import { imageScale } from './image-scale.ts';
import { wantedSize } from './resize.ts';

const { context } = stubContext();
const shape = async (result: unknown) => ((await result) as { IMAGE: Tensor }).IMAGE.shape;
const image = zeros([1, 30, 40, 3]);
const method = { image, upscale_method: 'bilinear' };

test('a side of 0 keeps the aspect', () => {
  expect(wantedSize({ height: 30, width: 40 }, 0, 100, 1)).toEqual({ height: 75, width: 100 });
  expect(wantedSize({ height: 30, width: 40 }, 60, 0, 1)).toEqual({ height: 60, width: 80 });
  expect(wantedSize({ height: 30, width: 4000 }, 0, 10, 64)).toEqual({ height: 64, width: 64 });
});

test('ImageScale', async () => {
  const scale = (width: number, height: number) =>
    imageScale.run({ ...method, width, height, crop: 'disabled' }, context);
  expect(await shape(scale(20, 0))).toEqual([1, 15, 20, 3]);
  expect(await shape(scale(7, 9))).toEqual([1, 9, 7, 3]);
  expect(await scale(0, 0)).toEqual({ IMAGE: image });
});

test('a crop to an extreme aspect keeps a row', async () => {
  const grey = { data: new Float32Array(image.data.length).fill(0.5), shape: image.shape };
  const extreme = { ...method, image: grey, width: 1000, height: 1, crop: 'center' };
  const { IMAGE } = (await imageScale.run(extreme, context)) as { IMAGE: Tensor };
  expect(IMAGE.data.every((value) => value === 0.5)).toBe(true);
});

test('ImageScaleBy never scales to nothing', async () => {
  expect(await shape(imageScaleBy.run({ ...method, scale_by: 1.5 }, context))).toEqual([
    1, 45, 60, 3,
  ]);
  expect(await shape(imageScaleBy.run({ ...method, scale_by: 0.01 }, context))).toEqual([
    1, 1, 1, 3,
  ]);
});

test('ImageScaleToTotalPixels rounds sides to steps', async () => {
  const scaled = (resolution_steps: number) =>
    imageScaleToTotalPixels.run({ ...method, megapixels: 0.01, resolution_steps }, context);
  expect(await shape(scaled(1))).toEqual([1, 89, 118, 3]);
  expect(await shape(scaled(16))).toEqual([1, 96, 112, 3]);
});

test('ImageBatch fits the second picture to the first; a missing alpha is opaque', async () => {
  const image1 = tensor(new Float32Array(2 * 2 * 4).fill(0.25), [1, 2, 2, 4]);
  const image2 = tensor(new Float32Array(4 * 8 * 3).fill(0.5), [1, 4, 8, 3]);
  const { IMAGE } = (await imageBatch.run({ image1, image2 }, context)) as { IMAGE: Tensor };
  expect(IMAGE.shape).toEqual([2, 2, 2, 4]);
  expect([...IMAGE.data.subarray(14, 20)]).toEqual([0.25, 0.25, 0.5, 0.5, 0.5, 1]);
});

test('EmptyImage has the colour', async () => {
  const empty = emptyImage.run({ width: 2, height: 1, batch_size: 1, color: 0xff3300 }, context);
  const { IMAGE } = (await empty) as { IMAGE: Tensor };
  expect([...IMAGE.data].map((v) => Math.round(v * 255))).toEqual([255, 51, 0, 255, 51, 0]);
});

test('a size beyond memory is refused with the numbers', () => {
  const huge = { width: 16384, height: 16384, batch_size: 4096, color: 0 };
  expect(() => emptyImage.run(huge, context)).toThrow(/4096 x 16384 x 16384 x 3 .* GiB/);
});
