import { expect, test } from 'vitest';
import { slice, zeros } from '../tensor.ts';
import { noNoise, randomNoise } from './noise-source.ts';

const latent = { samples: zeros([3, 16, 2, 2]) };

test('an item taken from a batch draws the noise it had there', () => {
  const batch = randomNoise(8n).generate(latent);
  const picked = randomNoise(8n).generate({ samples: zeros([3, 16, 2, 2]), batchIndex: [2, 0, 2] });
  expect(slice(picked, 0, 1).data).toEqual(slice(batch, 2, 3).data);
  expect(slice(picked, 1, 2).data).toEqual(slice(batch, 0, 1).data);
  expect(slice(picked, 2, 3).data).toEqual(slice(batch, 2, 3).data);
});

test('disabled noise is zero', () => {
  expect(noNoise.generate(latent).data.every((value) => value === 0)).toBe(true);
});
