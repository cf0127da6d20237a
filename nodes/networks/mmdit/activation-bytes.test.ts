import { expect, test } from 'vitest';
import { cpu } from '../../runtime/device.ts';
import { activationBytes } from './activation-bytes.ts';

const flux = { heads: 24, headDim: 128 };

test('grows with the tokens where attention is fused', () => {
  const [small, large] = [512 + 256, 512 + 4096].map((tokens) =>
    activationBytes(flux, tokens, cpu),
  );
  expect(large).toBe(6 * (small as number));
  expect(large).toBeCloseTo(1.8e9, -8);
});

test('logits count where it is not, as far as the device makes them at once', () => {
  const plain = { fused: new Set<never>(), limits: { maxBufferBytes: 2 ** 27 } };
  const [fused, decomposed] = [cpu, plain].map((target) => activationBytes(flux, 4608, target));
  expect(decomposed).toBe((fused as number) + 2 * 2 ** 27);
});
