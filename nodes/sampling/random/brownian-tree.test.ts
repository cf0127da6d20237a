import { describe, expect, test } from 'vitest';
import { BrownianTree } from './brownian-tree.ts';
import { seedSequence } from './seed-sequence.ts';

const bitsOf = (values: Float32Array) => [...new Uint32Array(values.buffer)];

describe('seed sequence', () => {
  test("gives numpy's words", () => {
    expect(seedSequence(7n, [], 24, 3)).toEqual([1376543887, 623213690, 436845524]);
    expect(seedSequence(2n ** 64n - 1n, [5n, 3n], 24, 4)).toEqual([
      206752380, 1890374860, 654320852, 1710134239,
    ]);
  });
});

describe('Brownian tree', () => {
  test("gives the bits of torchsde's", () => {
    const tree = new BrownianTree(42n, 4, 0.003000000026077032, 1);
    expect(bitsOf(tree.increment(0.8999999761581421, 1))).toEqual([
      3183985957, 3179531950, 3192506434, 1017629204,
    ]);
    expect(bitsOf(tree.increment(0.003000000026077032, 0.0078125))).toEqual([
      3184635412, 3188163938, 1020332156, 3181814881,
    ]);
  });

  test('adds up: parts of an interval make the whole', () => {
    const tree = new BrownianTree(1n, 8, 0, 1);
    const [left, right] = [tree.increment(0.2, 0.55), tree.increment(0.55, 0.9)];
    tree.increment(0.2, 0.9).forEach((value, i) => {
      expect(value).toBeCloseTo((left[i] as number) + (right[i] as number), 5);
    });
  });

  test('does not depend on what was asked before', () => {
    const [one, other] = [new BrownianTree(9n, 8, 0, 1), new BrownianTree(9n, 8, 0, 1)];
    other.increment(0.1, 0.7);
    expect(other.increment(0.3, 0.4)).toEqual(one.increment(0.3, 0.4));
  });

  test('moves nowhere in no time, and cuts times beyond its ends', () => {
    const tree = new BrownianTree(9n, 2, 0.25, 1);
    expect([...tree.increment(0.5, 0.5)]).toEqual([0, 0]);
    expect(tree.increment(0, 2)).toEqual(tree.increment(0.25, 1));
  });
});
