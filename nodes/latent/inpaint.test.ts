import { expect, test } from 'vitest';
import { tensor, zeros, type Tensor } from '../tensor.ts';
import { greyOut, growMask, maskFor } from './inpaint.ts';

const row = (...values: number[]): Tensor =>
  tensor(Float32Array.from(values), [1, 1, values.length]);

test('an odd window grows evenly, an even one further to the left', () => {
  expect([...growMask(row(0, 0, 0, 1, 0, 0, 0), 3).data]).toEqual([0, 0, 1, 1, 1, 0, 0]);
  expect([...growMask(row(0, 0, 0, 1, 0, 0, 0), 4).data]).toEqual([0, 0, 1, 1, 1, 1, 0]);
  expect([...growMask(row(0, 1, 0), 0).data]).toEqual([0, 1, 0]);
});

test('growing equals the window sum of a convolution', () => {
  const mask = zeros([2, 7, 9]);
  for (const at of [0, 10, 40, 62, 70, 125]) mask.data[at] = 1;
  for (const by of [2, 3, 6]) {
    const before = Math.ceil((by - 1) / 2);
    const expected = mask.data.map((_, i) => {
      const [plane, y, x] = [Math.floor(i / 63), Math.floor((i % 63) / 9), i % 9];
      for (let dy = 0; dy < by; dy++) {
        for (let dx = 0; dx < by; dx++) {
          const [v, u] = [y - before + dy, x - before + dx];
          if (v >= 0 && v < 7 && u >= 0 && u < 9 && mask.data[plane * 63 + v * 9 + u]) return 1;
        }
      }
      return 0;
    });
    expect(growMask(mask, by).data).toEqual(expected);
  }
});

test('the mask is brought to the picture and cropped with it', () => {
  const mask = maskFor(zeros([1, 16, 27, 3]), row(0, 1));
  expect(mask.shape).toEqual([1, 16, 24]);
  expect(new Set(mask.data)).toEqual(new Set([0, 1]));
  expect([mask.data[0], mask.data[23]]).toEqual([0, 1]);
});

test('masked pixels turn grey, in every picture of a batch', () => {
  const image = tensor(new Float32Array(12).fill(0.9), [2, 1, 2, 3]);
  const grey = [0.5, 0.5, 0.5, 0.9, 0.9, 0.9].map(Math.fround);
  expect([...greyOut(image, row(1, 0)).data]).toEqual([...grey, ...grey]);
});
