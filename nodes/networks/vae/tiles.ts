/** Covers a side with overlapping tiles whose weights sum to 1 everywhere, so that no seam shows. */

export interface Tile {
  readonly start: number;
  readonly length: number;
  /** One per output value: `length * scale`; ramps up and down where tiles overlap. */
  readonly weights: Float32Array;
}

/**
 * @param length cells to cover
 * @param size cells of one tile; a side that fits into one is one tile of weight 1
 * @param overlap least number of cells that neighbours share, below `size`
 * @param scale output values per cell
 */
export function tileSide(length: number, size: number, overlap: number, scale: number): Tile[] {
  if (length <= size) {
    return [{ start: 0, length, weights: new Float32Array(length * scale).fill(1) }];
  }
  const count = Math.ceil((length - overlap) / (size - overlap));
  const starts = Array.from({ length: count }, (_, i) =>
    Math.round((i * (length - size)) / (count - 1)),
  );
  const tiles = starts.map((start, i): Tile => {
    const before = i === 0 ? 0 : (starts[i - 1] ?? 0) + size - start;
    const behind = i === count - 1 ? 0 : start + size - (starts[i + 1] ?? 0);
    return { start, length: size, weights: ramps(size * scale, before * scale, behind * scale) };
  });
  return normalised(tiles, length * scale, scale);
}

/** 1, but rising over the first `before` values and falling over the last `behind`. */
function ramps(length: number, before: number, behind: number): Float32Array {
  const ramp = (distance: number, shared: number) =>
    distance < shared ? (distance + 0.5) / shared : 1;
  return Float32Array.from({ length }, (_, i) =>
    Math.min(ramp(i, before), ramp(length - 1 - i, behind)),
  );
}

function normalised(tiles: readonly Tile[], length: number, scale: number): Tile[] {
  const sums = new Float32Array(length);
  for (const { start, weights } of tiles) {
    weights.forEach(
      (weight, i) => (sums[start * scale + i] = (sums[start * scale + i] ?? 0) + weight),
    );
  }
  return tiles.map((tile) => ({
    ...tile,
    weights: tile.weights.map((weight, i) => weight / (sums[tile.start * scale + i] ?? 1)),
  }));
}
