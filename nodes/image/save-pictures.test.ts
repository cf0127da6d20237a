import sharp from 'sharp';
import { expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { tensor, zeros } from '../tensor.ts';
import { previewImage } from './preview-image.ts';
import { readPngTexts } from '../graph/workflow/embedded/png-text.ts';
import { saveImage } from './save-image.ts';
import { savePictures, toBitmap } from './save-pictures.ts';

const to = { type: 'output', prefix: 'a', level: 4 } as const;

test('every byte survives a load and a save', () => {
  const values = Float32Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3) / 255);
  const { data } = toBitmap(tensor(values, [1, 1, 256, 3]));
  expect([...data].filter((_, i) => i % 3 === 0)).toEqual(Array.from({ length: 256 }, (_, i) => i));
});

test('values are clipped and their fraction dropped; what is no number is black', () => {
  const values = Float32Array.of(-1, 2, 0.999, 0.5, NaN, Infinity);
  expect([...toBitmap(tensor(values, [1, 1, 2, 3])).data]).toEqual([0, 255, 254, 127, 0, 255]);
});

test('alpha is kept, grey becomes colour', () => {
  expect(toBitmap(zeros([1, 2, 2, 4])).channels).toBe(4);
  const grey = toBitmap(tensor(Float32Array.of(0.2, 0.4), [1, 1, 2, 1]));
  expect([...grey.data]).toEqual([51, 51, 51, 102, 102, 102]);
});

test('metadata is ASCII JSON in order, with big integers whole', async () => {
  const { context, written } = stubContext({
    metadata: {
      prompt: { 1: { inputs: { seed: 18446744073709551615n, text: 'é 🎨' } } },
      extraPngInfo: { workflow: { version: 0.4 }, '': 1 },
    },
  });
  await savePictures(zeros([1, 2, 2, 3]), to, context);
  const [png] = written.values();
  const texts = await readPngTexts(png as Uint8Array);
  expect([...texts.keys()]).toEqual(['prompt', 'workflow']);
  expect(texts.get('prompt')).toBe(
    '{"1":{"inputs":{"seed":18446744073709551615,"text":"\\u00e9 \\ud83c\\udfa8"}}}',
  );
});

test('a keyword that PNG cannot hold is left out and said', async () => {
  const { context, notices } = stubContext({
    metadata: { prompt: {}, extraPngInfo: { ['x'.repeat(200)]: 1 } },
  });
  await savePictures(zeros([1, 2, 2, 3]), to, context);
  expect(notices).toHaveLength(1);
});

test('SaveImage writes each picture of a batch under its number and shows it', async () => {
  const { context, written, shown } = stubContext();
  const images = tensor(
    Float32Array.from({ length: 2 * 2 * 3 }, (_, i) => (i < 6 ? 0 : 1)),
    [2, 1, 2, 3],
  );
  const result = await saveImage.run({ images, filename_prefix: 'n%batch_num%' }, context);
  expect(result).toEqual({ images });
  expect([...written.keys()]).toEqual(['n0_00001_.png', 'n1_00002_.png']);
  expect(shown['images']).toEqual([
    { filename: 'n0_00001_.png', subfolder: '', type: 'output' },
    { filename: 'n1_00002_.png', subfolder: '', type: 'output' },
  ]);
  const [black, white] = await Promise.all(
    [...written.values()].map((png) => sharp(png).raw().toBuffer()),
  );
  expect([black?.[0], white?.[0]]).toEqual([0, 255]);
});

test('PreviewImage writes to the temp folder', async () => {
  const { context, shown } = stubContext();
  await previewImage.run({ images: zeros([1, 2, 2, 3]) }, context);
  expect(shown['images']?.[0]?.type).toBe('temp');
  expect(shown['images']?.[0]?.filename).toMatch(/^ComfyUI_temp_[a-z]{5}_00001_\.png$/);
});
