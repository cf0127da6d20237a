/** Resizes pictures, masks and latents, side by side. */
import { allocate } from '../allocate.ts';
import { roundHalfToEven } from '../round.ts';
import { cropRaster, imageRaster, type Raster } from '../raster.ts';
import type { Tensor } from '../tensor.ts';
import { tapsOf, type ResizeMethod, type Taps } from './resample.ts';

export const CROPS = ['disabled', 'center'] as const;
export type Crop = (typeof CROPS)[number];
export const IMAGE_METHODS = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'] as const;

/**
 * `lanczos` goes through bytes, as Pillow's does: values in 0..1, within one step of 1/255 of Pillow 13. The others keep
 * floats, within 1e-5 of torch. The side that leaves less work for the other comes first.
 */
export function resizeRaster(
  source: Raster,
  height: number,
  width: number,
  method: ResizeMethod,
): Raster {
  const exact = method === 'lanczos' ? asBytes(source) : source;
  const finish = method === 'lanczos' ? toByte : null;
  const wide = (r: Raster) => resizeRows(r, width, method, finish);
  const high = (r: Raster) => resizeColumns(r, height, method, finish);
  const highFirst = height * source.width < source.height * width;
  const done = highFirst ? wide(high(exact)) : high(wide(exact));
  return method === 'lanczos' ? { ...done, data: done.data.map((v) => v / 255) } : done;
}

/** The largest centred part with the aspect of `width` x `height`, at least one position wide and high. */
export function cropToAspect(source: Raster, height: number, width: number): Raster {
  const [aspect, wanted] = [source.width / source.height, width / height];
  const margin = (side: number, kept: number) =>
    Math.min(roundHalfToEven((side - side * kept) / 2), (side - 1) >> 1);
  const x = aspect > wanted ? margin(source.width, wanted / aspect) : 0;
  const y = aspect < wanted ? margin(source.height, aspect / wanted) : 0;
  return cropRaster(source, y, x, source.height - 2 * y, source.width - 2 * x);
}

/** IMAGE [batch, height, width, channels] at another size. */
export function resizeImage(
  image: Tensor,
  height: number,
  width: number,
  method: ResizeMethod,
  crop: Crop,
): Tensor {
  const source = imageRaster(image);
  const part = crop === 'center' ? cropToAspect(source, height, width) : source;
  const { data } = resizeRaster(part, height, width, method);
  return { data, shape: [source.planes, height, width, source.inner] };
}

/**
 * The size asked for, where 0 means "keep the aspect"; both 0: the size as it is.
 * @param least smallest side
 */
export function wantedSize(
  current: { readonly height: number; readonly width: number },
  height: number,
  width: number,
  least: number,
): { height: number; width: number } {
  if (width === 0 && height === 0) return current;
  return {
    height: Math.max(least, height || roundHalfToEven((current.height * width) / current.width)),
    width: Math.max(least, width || roundHalfToEven((current.width * height) / current.height)),
  };
}

type Finish = ((sum: number) => number) | null;

function resizeRows(source: Raster, width: number, method: ResizeMethod, finish: Finish): Raster {
  if (width === source.width) return source;
  const { planes, height, inner } = source;
  const taps = tapsOf(method, source.width, width);
  const { data } = allocate([planes, height, width, inner]);
  for (let row = 0; row < planes * height; row++) {
    mix(source.data, row * source.width * inner, data, row * width * inner, inner, taps, finish);
  }
  return { ...source, data, width };
}

function resizeColumns(
  source: Raster,
  height: number,
  method: ResizeMethod,
  finish: Finish,
): Raster {
  if (height === source.height) return source;
  const { planes, width, inner } = source;
  const taps = tapsOf(method, source.height, height);
  const run = width * inner;
  const { data } = allocate([planes, height, width, inner]);
  for (let plane = 0; plane < planes; plane++) {
    const from = plane * source.height * run;
    mix(source.data, from, data, plane * height * run, run, taps, finish);
  }
  return { ...source, data, height };
}

/** Runs of `run` values, mixed by `taps`. */
function mix(
  source: Float32Array,
  from: number,
  target: Float32Array,
  to: number,
  run: number,
  { starts, weights }: Taps,
  finish: Finish,
): void {
  for (let i = 0; i < weights.length; i++) {
    const mine = weights[i] as Float64Array;
    const first = from + (starts[i] as number) * run;
    for (let k = 0; k < run; k++) {
      let sum = 0;
      for (let tap = 0; tap < mine.length; tap++) {
        sum += (mine[tap] as number) * (source[first + tap * run + k] as number);
      }
      target[to + i * run + k] = finish ? finish(sum) : sum;
    }
  }
}

function asBytes(source: Raster): Raster {
  const data = source.data.map((v) => Math.trunc(Math.min(255, Math.max(0, Math.fround(255 * v)))));
  return { ...source, data };
}

function toByte(sum: number): number {
  return Math.min(255, Math.max(0, Math.floor(sum + 0.5)));
}
