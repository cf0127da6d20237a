import type { Tensor } from '../tensor.ts';

/** Part of a picture, in latent units. */
export interface Rectangle {
  readonly height: number;
  readonly width: number;
  readonly y: number;
  readonly x: number;
}

/** Rectangle of every plane of [planes..., height, width], from offset `at` of `out`: rows in a run. */
export function cut(
  t: Tensor,
  { height, width, y, x }: Rectangle,
  out: Float32Array,
  at = 0,
): void {
  const [rows, columns] = t.shape.slice(-2) as [number, number];
  const planes = t.data.length / (rows * columns);
  for (let row = 0; row < planes * height; row++) {
    const plane = Math.floor(row / height);
    const from = (plane * rows + y + (row % height)) * columns + x;
    out.set(t.data.subarray(from, from + width), at + row * width);
  }
}

export function sameRectangle(a: Rectangle, b: Rectangle): boolean {
  return contains(a, b) && contains(b, a);
}

export function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.y >= outer.y &&
    inner.x >= outer.x &&
    inner.y + inner.height <= outer.y + outer.height &&
    inner.x + inner.width <= outer.x + outer.width
  );
}
