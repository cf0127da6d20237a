import { expect, test } from 'vitest';
import { stubContext } from '../../tests/stub-context.ts';
import { tensor } from '../tensor.ts';
import { imageInvert } from './image-invert.ts';

test('turns colours into their opposite', () => {
  const image = tensor(Float32Array.of(0, 0.25, 1), [1, 1, 1, 3]);
  expect(imageInvert.run({ image }, stubContext().context)).toEqual({
    IMAGE: tensor(Float32Array.of(1, 0.75, 0), [1, 1, 1, 3]),
  });
});

test('keeps transparency', () => {
  const image = tensor(Float32Array.of(0, 0, 0, 0.25, 1, 1, 1, 1), [1, 1, 2, 4]);
  expect(imageInvert.run({ image }, stubContext().context)).toEqual({
    IMAGE: tensor(Float32Array.of(1, 1, 1, 0.25, 0, 0, 0, 1), [1, 1, 2, 4]),
  });
});
