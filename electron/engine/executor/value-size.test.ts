import { expect, test } from 'vitest';
import { zeros } from '../../../nodes/tensor.ts';
import { bytesOf } from './value-size.ts';

test('counts the buffers behind a value, each once', () => {
  const image = zeros([1000]);
  const bytes = bytesOf({ a: image, list: [image, new Map([['b', image]])] });
  expect(bytes).toBeGreaterThan(4000);
  expect(bytes).toBeLessThan(5000);
});

test('counts a whole buffer for a part of it, since the part holds it', () => {
  expect(bytesOf(new Float32Array(1000).subarray(0, 1))).toBe(4000);
});

test('ends on values that hold themselves', () => {
  const ring: { self?: unknown } = {};
  ring.self = ring;
  expect(bytesOf(ring)).toBeGreaterThan(0);
});
