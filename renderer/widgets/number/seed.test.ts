import { expect, test } from 'vitest';
import { nextSeed, randomSeed } from './seed.ts';

const range = { kind: 'int', min: 0, max: 18446744073709551615n, step: 1, round: null } as const;

test('a random seed uses all 64 bits and keeps in range', () => {
  expect(randomSeed(range, new Uint32Array([0xffffffff, 0xffffffff]))).toBe(18446744073709551615n);
  expect(randomSeed(range, new Uint32Array([0, 7]))).toBe(7);
  expect(randomSeed({ ...range, min: 10, max: 12 }, new Uint32Array([1, 1]))).toBe(12);
});

test('the next seed follows the control', () => {
  expect(nextSeed('fixed', range, 5)).toBe(5);
  expect(nextSeed('increment', range, 18446744073709551614n)).toBe(18446744073709551615n);
  expect(nextSeed('decrement', range, 0)).toBe(0);
  expect(nextSeed('randomize', range, 5)).not.toBe(nextSeed('randomize', range, 5));
});
