/** Sums over the items of a batch, in double precision. */

/** Where each item's values lie in a batch of this shape. */
export function itemsOf(
  shape: readonly number[],
): { readonly from: number; readonly to: number }[] {
  const [items = 1, ...rest] = shape;
  const size = rest.reduce((product, n) => product * n, 1);
  return Array.from({ length: items }, (_, i) => ({ from: i * size, to: (i + 1) * size }));
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export function norm(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

/** How much wider the values of `a` spread than those of `b`; 1 where those of `b` are all the same. */
export function relativeSpread(a: Float32Array, b: Float32Array): number {
  const spread = deviation(b);
  return spread > 0 ? deviation(a) / spread : 1;
}

/** Standard deviation as torch gives it: of a sample, divided by n - 1. */
function deviation(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

export function combine(
  a: Float32Array,
  b: Float32Array,
  f: (a: number, b: number) => number,
): Float32Array {
  return a.map((value, i) => f(value, b[i] as number));
}
