import { describe, expect, test } from 'vitest';
import { tileSide } from './tiles.ts';

describe.each([
  [7, 8, 2],
  [9, 8, 2],
  [15, 8, 2],
  [16, 8, 0],
  [100, 32, 8],
])('%i cells in tiles of %i that share %i', (length, size, overlap) => {
  const tiles = tileSide(length, size, overlap, 8);

  test('weights sum to 1 at every value', () => {
    const sums = new Float32Array(length * 8);
    for (const { start, weights } of tiles) {
      weights.forEach((weight, i) => (sums[start * 8 + i] = (sums[start * 8 + i] ?? 0) + weight));
    }
    for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
  });

  test('neighbours share at least the overlap, and all are of one size', () => {
    const ends = tiles.map(({ start, length: cells }) => start + cells);
    expect([tiles[0]?.start, ends.at(-1)]).toEqual([0, length]);
    for (const tile of tiles) expect(tile.length).toBe(Math.min(size, length));
    const shared = tiles.slice(1).map(({ start }, i) => (ends[i] ?? 0) - start);
    expect(Math.min(...shared, Infinity)).toBeGreaterThanOrEqual(overlap);
  });
});
