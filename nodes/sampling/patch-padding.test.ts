import { expect, test } from 'vitest';
import { map, zeros } from '../tensor.ts';
import { cropLike, padToPatches } from './patch-padding.ts';

test('odd sides are padded from the other edge and cropped again', () => {
  const latent = map(zeros([1, 1, 3, 3]), (_, i) => i);
  const padded = padToPatches(latent, 2);
  expect(padded.shape).toEqual([1, 1, 4, 4]);
  expect([...padded.data]).toEqual([0, 1, 2, 0, 3, 4, 5, 3, 6, 7, 8, 6, 0, 1, 2, 0]);
  expect(cropLike(padded, latent)).toEqual(latent);
});

test('even sides are left alone', () => {
  const latent = zeros([2, 1, 4, 2]);
  expect(padToPatches(latent, 2)).toBe(latent);
});
