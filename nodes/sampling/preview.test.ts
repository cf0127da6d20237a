import { describe, expect, test } from 'vitest';
import { map, zeros } from '../tensor.ts';
import { parseLatentRgb } from './latent-rgb.ts';
import { previewOf } from './preview.ts';

const format = { channels: 4, scale: 1, shift: 0 };

describe('preview', () => {
  test('mixes channels into colours by fitted factors, within bytes', () => {
    const latent = map(zeros([1, 4, 1, 2]), (_, i) => [0.5, 0, 0, 0, 0, 0, 0, 9][i] as number);
    const rgb = parseLatentRgb(
      {
        factors: [
          [1, 0.4, 0],
          [0, 0, 0],
          [0, 0, 0],
          [0, 1, -1],
        ],
        bias: [0, 0.2, 0.5],
      },
      4,
    );
    const picture = previewOf(latent, rgb ? { ...format, rgb } : format);
    expect(picture).toEqual({
      width: 2,
      height: 1,
      rgb: Uint8Array.from([127, 102, 127, 0, 255, 0]),
    });
  });

  test('without factors spreads the first channels over the range', () => {
    const latent = map(zeros([1, 4, 1, 3]), (_, i) => [-2, 0, 2, 7, 7, 7, 1, 3, 2][i] ?? 0);
    expect([...previewOf(latent, format).rgb]).toEqual([0, 0, 0, 127, 0, 255, 255, 0, 127]);
  });

  test('factors for another number of channels are not used', () => {
    expect(parseLatentRgb({ factors: [[1, 1, 1]], bias: [0, 0, 0] }, 4)).toBeNull();
    expect(parseLatentRgb(null, 4)).toBeNull();
  });
});
