import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cpu, type Device } from '../../runtime/device.ts';
import type { Tensor } from '../../tensor.ts';
import { openWeights } from '../weights/open-weights.ts';
import { openClip } from './clip-encoder.ts';
import { causalMask, endPosition, readClipConfig } from './clip.ts';
import { openT5 } from './t5-encoder.ts';
import { readT5Config, relativeBuckets } from './t5.ts';

const model = join(import.meta.dirname, '../../../models/checkpoints/shapes');
const clip = openWeights(join(model, 'text_encoder_2'));
const t5 = openWeights(join(model, 'text_encoder_3'));
/** A device whose self-test found every fused operator wrong. */
const decomposed: Device = { ...cpu, fused: new Set() };

function furthest(a: Tensor, b: Tensor): number {
  return Math.max(...a.data.map((value, i) => Math.abs(value - (b.data[i] ?? NaN))));
}

describe('without fused operators', () => {
  test('CLIP gives the same', async () => {
    const ids = [[641, 5, 60, 7, 642, 642, 642, 642]];
    const [fused, plain] = await Promise.all([openClip(clip, cpu), openClip(clip, decomposed)]);
    const [a, b] = [await fused.encode(ids), await plain.encode(ids)];
    expect(furthest(a.lastHiddenState, b.lastHiddenState)).toBeLessThan(2e-5);
    expect(furthest(a.penultimate, b.penultimate)).toBeLessThan(2e-5);
    await Promise.all([fused.dispose(), plain.dispose()]);
  });

  test('T5 gives the same', async () => {
    const ids = [[3, 5, 60, 7, 1, 0, 0, 0]];
    const [fused, plain] = await Promise.all([openT5(t5, cpu), openT5(t5, decomposed)]);
    expect(furthest(await fused.encode(ids), await plain.encode(ids))).toBeLessThan(2e-5);
    await Promise.all([fused.dispose(), plain.dispose()]);
  });
});

test('a tokenizer longer than the encoder is refused by name', async () => {
  const encoder = await openClip(clip, cpu);
  await expect(encoder.encode([Array<number>(25).fill(5)])).rejects.toMatchObject({
    code: 'prompt_too_long',
    message: expect.stringContaining('24 tokens') as string,
  });
  await encoder.dispose();
});

describe('config', () => {
  test('is that of config.json', () => {
    expect(readClipConfig(clip)).toMatchObject({ heads: 3, layers: 3, activation: 'gelu' });
    expect(readClipConfig(clip).endToken).toBe(642);
    expect(readT5Config(t5)).toEqual({
      width: 192,
      heads: 4,
      headDim: 32,
      layers: 3,
      epsilon: 1e-6,
      buckets: 16,
      maxDistance: 32,
    });
  });

  test('comes from shapes where there is none', () => {
    const shape = (width: number) => ({
      ...clip,
      config: null,
      tensors: new Map(
        [...clip.tensors].map(([name, tensor]) => [
          name,
          name.endsWith('position_embedding.weight') ? { ...tensor, shape: [77, width] } : tensor,
        ]),
      ),
    });
    expect(readClipConfig(shape(768))).toMatchObject({ heads: 12, activation: 'quick_gelu' });
    expect(readClipConfig(shape(1280))).toMatchObject({ heads: 20, activation: 'gelu' });
    expect(readClipConfig(shape(768)).endToken).toBeNull();
    expect(readT5Config({ ...t5, config: null })).toMatchObject({ heads: 4, headDim: 32 });
  });

  test('names the tensor that a file of another kind lacks', () => {
    expect(() => readClipConfig(t5)).toThrow(/position_embedding/);
    expect(() => readT5Config(clip)).toThrow(/relative_attention_bias/);
  });
});

test('the end is the first end token, or the first of the largest id', () => {
  expect(endPosition([9, 3, 7, 7], 7)).toBe(2);
  expect(endPosition([1, 3, 9, 9], null)).toBe(2);
  expect(endPosition([1, 2], 7)).toBe(0);
});

test('a token sees itself and what is before it', () => {
  const seen = [...causalMask(3)].map((value) => value === 0);
  expect(seen).toEqual([true, false, false, true, true, false, true, true, true]);
});

test('buckets are exact near by, then grow, and tell the sides apart', () => {
  const row = relativeBuckets(200, { buckets: 32, maxDistance: 128 });
  const bucket = (query: number, key: number) => Number(row[query * 200 + key]);
  expect([0, 1, 7].map((distance) => bucket(10 + distance, 10))).toEqual([0, 1, 7]);
  expect(bucket(10, 11)).toBe(17);
  expect(bucket(18, 10)).toBe(8);
  expect(bucket(199, 0)).toBe(15);
  expect(bucket(0, 199)).toBe(31);
});
