/** How two pictures of the same size differ. */
export interface Difference {
  /** RGBA: the distance in each channel, times the gain; opaque. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** Of one channel of one pixel, 0 to 255. */
  readonly max: number;
  /** Over all channels of all pixels. */
  readonly mean: number;
}

/** @param a RGBA @param b RGBA, as long as `a`; alpha is not compared */
export function difference(a: Uint8ClampedArray, b: Uint8ClampedArray, gain: number): Difference {
  const pixels = new Uint8ClampedArray(a.length);
  let max = 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    if (i % 4 === 3) {
      pixels[i] = 255;
      continue;
    }
    const distance = Math.abs((a[i] ?? 0) - (b[i] ?? 0));
    if (distance > max) max = distance;
    sum += distance;
    pixels[i] = distance * gain;
  }
  return { pixels, max, mean: a.length === 0 ? 0 : sum / ((a.length / 4) * 3) };
}
