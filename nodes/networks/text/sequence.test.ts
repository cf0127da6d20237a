import { describe, expect, test } from 'vitest';
import { chunk, close, padOrCut, type TokenSequence } from './sequence.ts';

const clip = { begin: 100, end: 101, pad: 102 };
const t5 = { begin: null, end: 1, pad: 0 };
/** Tokens `from` to before `to`. */
const tokens = (from: number, to: number): TokenSequence =>
  Array.from({ length: to - from }, (_, i) => ({ id: from + i, start: 0, end: 0, weight: 1 }));
const ids = (sequence: TokenSequence) => sequence.map(({ id }) => id);

test('a long prompt is cut and keeps its end token', () => {
  expect(ids(padOrCut(tokens(2, 9), 5, clip))).toEqual([100, 2, 3, 4, 101]);
  expect(ids(padOrCut(tokens(2, 9), 5, t5))).toEqual([2, 3, 4, 5, 1]);
});

test('a short prompt is padded', () => {
  expect(ids(padOrCut(tokens(2, 3), 5, clip))).toEqual([100, 2, 101, 102, 102]);
  expect(ids(close(tokens(2, 3), 4, t5))).toEqual([2, 1, 0, 0]);
  expect(ids(close(tokens(2, 7), 4, t5))).toEqual([2, 3, 4, 5, 6, 1]);
});

describe('chunks', () => {
  const chunks = (...groups: TokenSequence[]) => chunk(groups, 12, clip).map(ids);

  test('an empty prompt is one', () => {
    expect(chunks()).toEqual([[100, 101, ...Array<number>(10).fill(102)]]);
  });

  test('a group of eight tokens or more is cut where the chunk ends', () => {
    expect(chunks(tokens(2, 14))).toEqual([
      [100, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 101],
      [100, 12, 13, 101, ...Array<number>(8).fill(102)],
    ]);
  });

  test('a shorter one moves to the next chunk', () => {
    expect(chunks(tokens(2, 10), tokens(20, 24))).toEqual([
      [100, 2, 3, 4, 5, 6, 7, 8, 9, 101, 102, 102],
      [100, 20, 21, 22, 23, 101, ...Array<number>(6).fill(102)],
    ]);
  });

  test('a shorter one is cut after all where no chunk can hold it', () => {
    expect(chunk([tokens(2, 6)], 4, clip).map(ids)).toEqual([
      [100, 2, 3, 101],
      [100, 4, 5, 101],
    ]);
  });
});
