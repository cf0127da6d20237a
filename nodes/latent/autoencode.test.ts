import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { imageRaster } from '../raster.ts';
import { vaeOf } from '../loaders/vae.ts';
import { openWeights } from '../networks/weights/open-weights.ts';
import { readTensor } from '../networks/weights/read-tensor.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import { decodingBytes } from '../networks/vae/vae-memory.ts';
import { vaeBytes } from '../networks/vae/vae.ts';
import { createModelStore, type ModelStore } from '../runtime/model-store.ts';
import { concat, dim, map, tensor, zeros, type Tensor } from '../tensor.ts';
import { cropToFactor, decode, encode, tilingOf } from './autoencode.ts';

const root = join(import.meta.dirname, '../..');
const vae = vaeOf(openWeights(join(root, 'models/checkpoints/shapes/vae')));
const renders = join(root, 'tests/goldens/bundled');
const cases = JSON.parse(readFileSync(join(renders, 'cases.json'), 'utf8')) as { file: string }[];

/** diffusers' final latent, as the VAE has it, and the picture it made of it as [1, height, width, 3]. */
function render(name: string): { latent: Tensor; picture: Tensor } {
  const file = openSafetensors(join(renders, `${name}.safetensors`));
  const { scalingFactor: scale, shiftFactor: shift } = vae.config;
  const image = readTensor(file, 'image');
  const [height, width] = [dim(image, 2), dim(image, 3)];
  const picture = map(zeros([1, height, width, 3]), (_, i) => {
    const at = (i % 3) * height * width + Math.floor(i / 3);
    return image.data[at] as number;
  });
  return { latent: map(readTensor(file, 'latent'), (x) => x / scale + shift), picture };
}

/** A store that has this alone. */
function holding(network: object): ModelStore {
  return {
    budget: Infinity,
    use: (_request: unknown, work: (loaded: object) => unknown) => Promise.resolve(work(network)),
    clear: () => Promise.resolve(),
  } as ModelStore;
}

function psnr(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape);
  const sum = a.data.reduce((total, value, i) => total + (value - (b.data[i] as number)) ** 2, 0);
  return -10 * Math.log10(sum / a.data.length);
}

/** A larger latent out of the renders' own. */
function mosaic(columns: number): Tensor {
  const { latent } = render('0_plain');
  const [channels, height, width] = [dim(latent, 1), dim(latent, 2), dim(latent, 3)];
  return map(zeros([1, channels, height, width * columns]), (_, i) => {
    const [row, x] = [Math.floor(i / (width * columns)), i % (width * columns)];
    return latent.data[row * width + (x % width)] as number;
  });
}

describe('decode', () => {
  const { context } = stubContext();

  test.each(cases.map(({ file }) => file))('%s equals the picture of diffusers', async (name) => {
    const { latent, picture } = render(name);
    expect(psnr(await decode(vae, latent, context), picture)).toBeGreaterThan(90);
  });

  test('gives a batch what each item gets alone', async () => {
    const [a, b] = [render('0_plain').latent, render('1_taca').latent];
    const together = await decode(vae, concat([a, b]), context);
    const alone = concat([await decode(vae, a, context), await decode(vae, b, context)]);
    expect(together.data).toEqual(alone.data);
  });

  test('clamps to 0 and 1', async () => {
    const decoder = { decode: async () => tensor(Float32Array.of(-0.5, 0.25, 1.5), [1, 1, 1, 3]) };
    const models = holding(decoder);
    const { data } = await decode(vae, render('0_plain').latent, stubContext({ models }).context);
    expect([...data]).toEqual([0, 0.25, 1]);
  });

  test('refuses a latent of another family', async () => {
    await expect(decode(vae, zeros([1, 4, 8, 8]), stubContext().context)).rejects.toMatchObject({
      code: 'latent_channels',
    });
  });
});

describe('tiles', () => {
  test('one tile is the whole picture', async () => {
    const { latent } = render('0_plain');
    const { context } = stubContext();
    const whole = await decode(vae, latent, context);
    expect((await decode(vae, latent, context, tilingOf(512, 64))).data).toEqual(whole.data);
  });

  test('decode and encode near what they do in one piece, without seams', async () => {
    const latent = mosaic(4);
    const { context, steps } = stubContext();
    const whole = await decode(vae, latent, context);
    const tiled = await decode(vae, latent, context, tilingOf(256, 64));
    expect(steps).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
    expect(psnr(tiled, whole)).toBeGreaterThan(40);
    expect(steepest(tiled)).toBeLessThan(1.05 * steepest(whole));

    const means = [
      await encode(vae, whole, context),
      await encode(vae, whole, context, tilingOf(256, 64)),
    ] as const;
    expect(psnr(means[1], means[0])).toBeGreaterThan(30);
  });

  test('are used when the picture would not fit into memory', async () => {
    const { latent } = render('0_plain');
    const { context, notices, steps } = stubContext();
    const free = vi.spyOn(process, 'availableMemory').mockReturnValue(1000);
    const picture = await decode(vae, latent, context).finally(() => free.mockRestore());
    expect(picture.shape).toEqual([1, 128, 128, 3]);
    expect(notices).toHaveLength(1);
    expect(steps).toEqual([[0, 1]]);
  });

  test('are as small as the budget asks, and weights count', async () => {
    const { latent } = render('0_plain');
    const weights = vaeBytes(vae, 'decoder.');
    const { context, notices, steps } = stubContext();
    const within = (cells: number) =>
      createModelStore(weights + decodingBytes(vae.config, cells, 16));
    const little = { ...context, models: within(15) };
    await expect(decode(vae, latent, little)).rejects.toMatchObject({ code: 'out_of_memory' });
    expect([notices.length, steps]).toEqual([1, []]);
    const enough = { ...context, models: within(16) };
    expect((await decode(vae, latent, enough)).shape).toEqual([1, 128, 128, 3]);
    expect(notices.length).toBe(1);
  });

  test('share at most a quarter', () => {
    expect(tilingOf(64, 4096)).toEqual({ size: 8, overlap: 2 });
    expect(tilingOf(512, 64)).toEqual({ size: 64, overlap: 8 });
  });
});

/** Largest mean step between neighbouring columns. */
function steepest(image: Tensor): number {
  const { data, height, width } = imageRaster(image);
  let steepest = 0;
  for (let x = 1; x < width; x++) {
    let sum = 0;
    for (let y = 0; y < height; y++) {
      for (let c = 0; c < 3; c++) {
        const at = (y * width + x) * 3 + c;
        sum += Math.abs((data[at] as number) - (data[at - 3] as number));
      }
    }
    steepest = Math.max(steepest, sum / (3 * height));
  }
  return steepest;
}

describe('encode', () => {
  test('and decode give the picture back', async () => {
    const { picture } = render('0_plain');
    const { context } = stubContext();
    const again = await decode(vae, await encode(vae, picture, context), context);
    expect(psnr(again, picture)).toBeGreaterThan(25);
  });

  test('leaves alpha out', async () => {
    const { picture } = render('0_plain');
    const [height, width] = [dim(picture, 1), dim(picture, 2)];
    const rgba = map(zeros([1, height, width, 4]), (_, i) =>
      i % 4 === 3 ? 0.3 : (picture.data[Math.floor(i / 4) * 3 + (i % 4)] as number),
    );
    const { context } = stubContext();
    expect((await encode(vae, rgba, context)).data).toEqual(
      (await encode(vae, picture, context)).data,
    );
  });

  test('crops sides to multiples of 8 from the centre', () => {
    const numbered = tensor(
      Float32Array.from({ length: 11 * 8 * 3 }, (_, i) => i),
      [1, 8, 11, 3],
    );
    const cropped = cropToFactor(numbered);
    expect(cropped.shape).toEqual([1, 8, 8, 3]);
    expect(cropped.data[0]).toBe(3);
  });

  test('refuses a picture smaller than a cell', async () => {
    await expect(encode(vae, zeros([1, 7, 64, 3]), stubContext().context)).rejects.toMatchObject({
      code: 'image_too_small',
    });
  });
});

test('a decoder that gives no numbers is an error, not a black picture', async () => {
  const broken = { decode: async () => map(zeros([1, 8, 8, 3]), () => NaN) };
  const { context } = stubContext({ models: holding(broken) });
  await expect(decode(vae, zeros([1, 16, 1, 1]), context)).rejects.toMatchObject({
    code: 'not_finite',
  });
});
