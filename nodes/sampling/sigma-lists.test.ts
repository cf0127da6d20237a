import { describe, expect, test } from 'vitest';
import { flip, parseSigmas, splitAt, splitByShare, stepRange } from './sigma-lists.ts';

const sigmas = Float32Array.of(1, 0.75, 0.5, 0.25, 0);

describe('a part of a schedule', () => {
  test('ends at 0 unless leftover noise is kept', () => {
    expect([...stepRange(sigmas, { start: 1, end: 3, keepNoise: false })]).toEqual([0.75, 0.5, 0]);
    expect([...stepRange(sigmas, { start: 1, end: 3, keepNoise: true })]).toEqual([
      0.75, 0.5, 0.25,
    ]);
  });

  test('is the whole schedule where the end lies behind it', () => {
    expect(stepRange(sigmas, { start: 0, end: 10_000, keepNoise: false })).toEqual(sigmas);
  });

  test('is nothing where it starts at its end or later', () => {
    expect(stepRange(sigmas, { start: 4, end: 10_000, keepNoise: false })).toHaveLength(0);
    expect(stepRange(sigmas, { start: 3, end: 2, keepNoise: true })).toHaveLength(0);
  });
});

describe('splitting', () => {
  test('has the level at the cut on both sides', () => {
    const { high, low } = splitAt(sigmas, 3);
    expect([[...high], [...low]]).toEqual([
      [1, 0.75, 0.5, 0.25],
      [0.25, 0],
    ]);
  });

  test('by share leaves that many steps to the low side', () => {
    expect([...splitByShare(sigmas, 0.5).low]).toEqual([0.5, 0.25, 0]);
    expect([...splitByShare(sigmas, 1).high]).toEqual([1]);
    expect(splitByShare(new Float32Array(), 0.5).low).toHaveLength(0);
  });
});

test('flipping starts just above 0', () => {
  expect(flip(Float32Array.of(1, 0.5, 0))).toEqual(Float32Array.of(0.0001, 0.5, 1));
});

test('levels are found in a text whatever stands between', () => {
  expect([...parseSigmas('1, .5;[0.25] 1e-3 and 0')]).toEqual([1, 0.5, 0.25, Math.fround(1e-3), 0]);
  expect(parseSigmas('none')).toHaveLength(0);
});
