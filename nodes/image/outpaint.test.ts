import { expect, test } from 'vitest';
import { zeros } from '../tensor.ts';
import { padForOutpaint } from './outpaint.ts';

test('grey around, the picture inside, the mask 1 where it is grey', () => {
  const { image, mask } = padForOutpaint(
    zeros([1, 2, 2, 3]),
    { left: 1, top: 0, right: 0, bottom: 1 },
    0,
  );
  expect(image.shape).toEqual([1, 3, 3, 3]);
  expect([...image.data].filter((_, i) => i % 3 === 0)).toEqual([
    0.5, 0, 0, 0.5, 0, 0, 0.5, 0.5, 0.5,
  ]);
  expect(mask.shape).toEqual([1, 3, 3]);
  expect([...mask.data]).toEqual([1, 0, 0, 1, 0, 0, 1, 1, 1]);
});

test('the mask fades as a square, from padded sides only', () => {
  const { mask } = padForOutpaint(zeros([1, 9, 9, 3]), { left: 1, top: 0, right: 0, bottom: 0 }, 4);
  expect([...mask.data.subarray(0, 10)]).toEqual([1, 1, 0.5625, 0.25, 0.0625, 0, 0, 0, 0, 0]);
  const right = padForOutpaint(
    zeros([1, 9, 9, 3]),
    { left: 0, top: 0, right: 1, bottom: 0 },
    4,
  ).mask;
  expect([...right.data.subarray(5, 10)]).toEqual([0, 0.0625, 0.25, 0.5625, 1]);
});

test('no feather on a picture that is too small for it', () => {
  const { mask } = padForOutpaint(zeros([1, 8, 8, 3]), { left: 8, top: 0, right: 0, bottom: 0 }, 4);
  expect(new Set(mask.data)).toEqual(new Set([0, 1]));
});
