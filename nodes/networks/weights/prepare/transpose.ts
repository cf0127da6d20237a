/** Columns `first` to before `first + columns` of some rows. */
export interface Band {
  readonly first: number;
  readonly columns: number;
}

/** Columns turned at a time: what they read stays in the fastest cache. */
const TILE = 64;

/**
 * A band of `rows` [count, width] into columns `at` and on of `turned` [columns, out].
 */
export function transposeBytes(
  rows: Int8Array,
  width: number,
  { first, columns }: Band,
  turned: Int8Array,
  out: number,
  at: number,
): void {
  const count = rows.length / width;
  for (let tile = 0; tile < columns; tile += TILE) {
    const end = Math.min(tile + TILE, columns);
    for (let column = tile; column < end; column++) {
      const to = column * out + at;
      let from = first + column;
      for (let row = 0; row < count; row++, from += width) turned[to + row] = rows[from] as number;
    }
  }
}

/** The same of -8 to 7, two to a byte of `turned` [columns, out / 2], the first in the low half. */
export function transposeNibbles(
  rows: Int8Array,
  width: number,
  { first, columns }: Band,
  turned: Uint8Array,
  out: number,
  at: number,
): void {
  const count = rows.length / width;
  for (let tile = 0; tile < columns; tile += TILE) {
    const end = Math.min(tile + TILE, columns);
    for (let column = tile; column < end; column++) {
      const to = (column * out + at) / 2;
      let from = first + column;
      for (let row = 0; row < count; row += 2, from += 2 * width) {
        turned[to + row / 2] =
          ((rows[from] as number) & 15) | ((rows[from + width] as number) << 4);
      }
    }
  }
}
