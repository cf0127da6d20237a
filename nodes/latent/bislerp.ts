/**
 * Resizes latents by turning channel vectors instead of mixing them: each pair of neighbours is interpolated on the sphere
 * (Shoemake, "Animating rotation with quaternion curves", SIGGRAPH 1985) with the lengths mixed linearly; first along
 * the width, then along the height.
 */
import { allocate } from '../allocate.ts';
import { tapsOf, type Taps } from '../image/resample.ts';
import { dim, type Tensor } from '../tensor.ts';

/** Vectors closer to parallel than this (by cosine) are taken as they are; closer to opposite, mixed linearly. */
const PARALLEL = 1e-5;

/** @param latent [batch, channels, height, width] */
export function bislerp(latent: Tensor, height: number, width: number): Tensor {
  const [batch, channels, fromHeight, fromWidth] = [0, 1, 2, 3].map((axis) =>
    dim(latent, axis),
  ) as [number, number, number, number];
  const wide = allocate([batch, channels, fromHeight, width]);
  const done = allocate([batch, channels, height, width]);
  const rowTaps = tapsOf('bilinear', fromWidth, width);
  const columnTaps = tapsOf('bilinear', fromHeight, height);
  for (let item = 0; item < batch; item++) {
    for (let y = 0; y < fromHeight; y++) {
      const row = (item * channels * fromHeight + y) * fromWidth;
      const source = { data: latent.data, at: row, step: 1, channel: fromHeight * fromWidth };
      const at = (item * channels * fromHeight + y) * width;
      turn(
        source,
        { data: wide.data, at, step: 1, channel: fromHeight * width },
        channels,
        rowTaps,
      );
    }
    for (let x = 0; x < width; x++) {
      const at = item * channels * fromHeight * width + x;
      const source = { data: wide.data, at, step: width, channel: fromHeight * width };
      const to = item * channels * height * width + x;
      const target = { data: done.data, at: to, step: width, channel: height * width };
      turn(source, target, channels, columnTaps);
    }
  }
  return done;
}

/** A line of channel vectors: where it starts, how far apart its positions and its channels lie. */
interface Line {
  readonly data: Float32Array;
  readonly at: number;
  readonly step: number;
  readonly channel: number;
}

function turn(source: Line, target: Line, channels: number, { starts, weights }: Taps): void {
  const [a, b] = [new Float64Array(channels), new Float64Array(channels)];
  for (let i = 0; i < starts.length; i++) {
    const share = weights[i]?.[1] ?? 0;
    const first = source.at + (starts[i] as number) * source.step;
    const second = share === 0 ? first : first + source.step;
    for (let c = 0; c < channels; c++) {
      a[c] = source.data[first + c * source.channel] as number;
      b[c] = source.data[second + c * source.channel] as number;
    }
    const [ofA, ofB] = shares(a, b, share);
    for (let c = 0; c < channels; c++) {
      target.data[target.at + i * target.step + c * target.channel] =
        ofA * (a[c] as number) + ofB * (b[c] as number);
    }
  }
}

/** How much of `a` and of `b` lies at `t` of the way from one to the other. */
function shares(a: Float64Array, b: Float64Array, t: number): [number, number] {
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)];
  const dot = a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
  const cosine = lengthA > 0 && lengthB > 0 ? dot / (lengthA * lengthB) : 0;
  if (cosine > 1 - PARALLEL) return [1, 0];
  if (cosine < PARALLEL - 1) return [1 - t, t];
  const angle = Math.acos(cosine);
  const length = lengthA * (1 - t) + lengthB * t;
  const share = (part: number, of: number) =>
    of === 0 ? 0 : ((Math.sin(part * angle) / Math.sin(angle)) * length) / of;
  return [share(1 - t, lengthA), share(t, lengthB)];
}
