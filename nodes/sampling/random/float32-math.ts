/**
 * Logarithm, sine and cosine in float32 by Cephes' polynomials (logf, sinf, cosf; Moshier), with the fused multiply-adds
 * that torch's AVX2 kernel of `randn` is compiled to: Math.log and friends differ from it in the last bit of every
 * sixth value, these in none of a million.
 */
const { fround } = Math;

/** a * b + c in float32 with one rounding: the product of two float32 is exact in a double. */
const fma = (a: number, b: number, c: number) => fround(a * b + c);

const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
  -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround);
const LN2_LOW = fround(-2.1219444e-4);
const LN2_HIGH = fround(0.693359375);
const SQRT_HALF = fround(Math.SQRT1_2);

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Natural logarithm of a normal positive float32. */
export function log32(x: number): number {
  float[0] = x;
  const word = bits[0] as number;
  let exponent = (word >>> 23) - 126;
  bits[0] = (word & 0x007fffff) | 0x3f000000;
  const mantissa = float[0];
  let m = fround(mantissa - 1);
  if (mantissa < SQRT_HALF) {
    exponent -= 1;
    m = fround(m + mantissa);
  }
  const square = fround(m * m);
  let y = LOG[0] as number;
  for (let i = 1; i < LOG.length; i++) y = fma(y, m, LOG[i] as number);
  y = fma(fround(y * m), square, fround(exponent * LN2_LOW));
  y = fma(square, -0.5, y);
  return fma(exponent, LN2_HIGH, fround(m + y));
}

const FOUR_OVER_PI = fround(4 / Math.PI);
/** Pi / 4 in three parts (Cody and Waite), negative. */
const PI_4 = [-0.78515625, -2.4187564849853515625e-4, -3.774894977445941e-8].map(fround) as [
  number,
  number,
  number,
];
const COS = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(fround) as [
  number,
  number,
  number,
];
const SIN = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround) as [
  number,
  number,
  number,
];

/** Sine and cosine of a float32 angle in 0..8192, written to `out[0]` and `out[1]`. */
export function sincos32(angle: number, out: Float64Array): void {
  const octant = (Math.trunc(fround(angle * FOUR_OVER_PI)) + 1) & ~1;
  const x = fma(octant, PI_4[2], fma(octant, PI_4[1], fma(octant, PI_4[0], angle)));
  const z = fround(x * x);
  const c = fround(fma(fma(COS[0], z, COS[1]), z, COS[2]) * z);
  const cosine = fround(fma(c, z, -fround(z * 0.5)) + 1);
  const s = fround(fma(fma(SIN[0], z, SIN[1]), z, SIN[2]) * z);
  const sine = fma(s, x, x);
  const swapped = (octant & 2) !== 0;
  out[0] = (octant & 4 ? -1 : 1) * (swapped ? cosine : sine);
  out[1] = ((octant - 2) & 4 ? 1 : -1) * (swapped ? sine : cosine);
}
