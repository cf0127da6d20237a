import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { maxAbsError } from '../../tests/goldens/golden.ts';
import { resizeImage } from '../image/resize.ts';
import { readTensor } from '../networks/weights/read-tensor.ts';
import { openSafetensors } from '../networks/weights/safetensors.ts';
import { dim, tensor } from '../tensor.ts';
import { upscaleLatent } from './upscale.ts';

const file = openSafetensors(join(import.meta.dirname, '../../tests/goldens/resize.safetensors'));
const cases = [0, 1, 2, 3, 4];

describe.each(cases)('size pair %i', (index) => {
  const latent = readTensor(file, `${index}.latent`);

  test.each([
    ['nearest-exact', 0],
    ['area', 1e-6],
    ['bilinear', 1e-6],
    ['bicubic', 5e-6],
    ['bislerp', 2e-5],
  ] as const)('%s equals torch', (method, tolerance) => {
    const expected = readTensor(file, `${index}.${method}`);
    const [height, width] = [dim(expected, 2), dim(expected, 3)];
    const { samples } = upscaleLatent({ samples: latent }, height, width, method, 'disabled');
    expect(maxAbsError(samples, expected)).toBeLessThanOrEqual(tolerance);
  });

  test('lanczos is within one step of Pillow', () => {
    const expected = readTensor(file, `${index}.lanczos`);
    const image = readTensor(file, `${index}.image`);
    const resized = resizeImage(image, dim(expected, 1), dim(expected, 2), 'lanczos', 'disabled');
    expect(maxAbsError(resized, expected)).toBeLessThanOrEqual(1.01 / 255);
  });
});

describe('bislerp', () => {
  /** Two vectors of two channels side by side. */
  const two = ([a0, a1]: [number, number], [b0, b1]: [number, number]) => ({
    samples: tensor(Float32Array.of(a0, b0, a1, b1), [1, 2, 1, 2]),
  });

  test('turns between directions and keeps the length', () => {
    const { samples } = upscaleLatent(two([1, 0], [0, 1]), 1, 4, 'bislerp', 'disabled');
    for (let x = 0; x < 4; x++) {
      expect(Math.hypot(samples.data[x] ?? 0, samples.data[4 + x] ?? 0)).toBeCloseTo(1, 6);
    }
  });

  test('mixes opposite vectors linearly and keeps zeros', () => {
    const opposite = upscaleLatent(two([1, 0], [-1, 0]), 1, 4, 'bislerp', 'disabled').samples;
    expect([...opposite.data.subarray(0, 4)]).toEqual([1, 0.5, -0.5, -1]);
    const zero = upscaleLatent(two([0, 0], [0, 0]), 1, 4, 'bislerp', 'disabled').samples;
    expect([...zero.data]).toEqual(Array(8).fill(0));
  });
});

test('centre crop keeps the aspect wanted', () => {
  const samples = tensor(
    Float32Array.from({ length: 12 }, (_, i) => i),
    [1, 1, 2, 6],
  );
  const cropped = upscaleLatent({ samples }, 2, 2, 'nearest-exact', 'center').samples;
  expect([...cropped.data]).toEqual([2, 3, 8, 9]);
});
