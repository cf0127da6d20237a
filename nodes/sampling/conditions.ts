/** Conditionings made ready for one latent size: where, when and how strongly each counts. */
import type { Conditioning } from '../conditioning/conditioning.ts';
import type { Words } from '../conditioning/words.ts';
import { UserError } from '../errors.ts';
import type { SkippedBlocks } from '../guidance/skipped-layers.ts';
import { resizeRaster } from '../image/resize.ts';
import { planarRaster } from '../raster.ts';
import { dim, type Tensor } from '../tensor.ts';
import { percentToSigma, type FlowSampling } from './flow.ts';
import { contains, cut, sameRectangle, type Rectangle } from './rectangle.ts';

export interface Condition {
  readonly embeds: Tensor;
  /** What its rows stand for; null: not known. */
  readonly words: Words | null;
  readonly pooled: Tensor | null;
  /** FLUX's; null: not told. */
  readonly guidance: number | null;
  /** Holds at noise levels from `from` down to `to`. */
  readonly from: number;
  readonly to: number;
  /** Null: the whole picture. */
  readonly area: Rectangle | null;
  /** How much it counts, everywhere or per position: [items, height, width] of the area. */
  readonly weight: number | Tensor;
  /** Blocks that its network call skips; absent: none. */
  readonly skips?: SkippedBlocks;
}

interface Placed {
  readonly source: Conditioning;
  readonly mask: Tensor | null;
  readonly area: Rectangle | null;
}

/** Rows and columns over which a rectangle without mask fades out towards the rest of the picture. */
const FADE = 8;
const LEAST_SIDE = 8;
/** FLUX dev's own. */
const DEFAULT_GUIDANCE = 3.5;

/**
 * @param sides the prompts that are compared with one another
 * @param height of the latent
 * @param width of the latent
 * @throws UserError `area_outside_picture`
 */
export function prepareConditions<Side extends string>(
  sides: Readonly<Record<Side, readonly Conditioning[]>>,
  sampling: FlowSampling,
  height: number,
  width: number,
): Record<Side, Condition[]> {
  const names = Object.keys(sides) as Side[];
  const placed = names.map((name) => sides[name].map((c) => place(c, height, width)));
  placed.forEach((own, side) => {
    placed.forEach((others, other) => {
      if (other !== side) placed[other] = withCounterparts(others, own);
    });
  });
  const ready = (side: Placed[] = []) => side.map((c) => condition(c, sampling, height, width));
  return Object.fromEntries(names.map((name, i) => [name, ready(placed[i])])) as Record<
    Side,
    Condition[]
  >;
}

/** The mask at the latent's size, and the rectangle that it or the conditioning asks for, cut to the picture. */
function place(source: Conditioning, height: number, width: number): Placed {
  const mask = source.mask ? fit(source.mask, height, width) : null;
  const area = mask && source.maskBounds ? boundsOf(mask) : (source.area ?? null);
  if (!area) return { source, mask, area };
  const { y, x } = area;
  if (y >= height || x >= width) {
    throw new UserError(
      'area_outside_picture',
      `A prompt's area starts at ${x * 8}, ${y * 8}, outside the picture of ${width * 8} x ${height * 8}.`,
      'Move the area into the picture, or make the picture larger.',
    );
  }
  const inside = {
    y,
    x,
    height: Math.min(area.height, height - y),
    width: Math.min(area.width, width - x),
  };
  return { source, mask, area: inside };
}

function fit(mask: Tensor, height: number, width: number): Tensor {
  const { data, planes } = resizeRaster(planarRaster(mask), height, width, 'bilinear');
  return { data, shape: [planes, height, width] };
}

/** Smallest rectangle around what is not 0, at least 8 x 8; a mask of nothing gets the top left corner. */
function boundsOf(mask: Tensor): Rectangle {
  const [height, width] = [dim(mask, 1), dim(mask, 2)];
  let [top, left, bottom, right] = [height, width, -1, -1];
  mask.data.forEach((value, i) => {
    if (value === 0) return;
    const [row, column] = [Math.floor(i / width) % height, i % width];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  });
  if (bottom < 0) return { height: LEAST_SIDE, width: LEAST_SIDE, y: 0, x: 0 };
  return {
    height: Math.max(LEAST_SIDE, bottom - top + 1),
    width: Math.max(LEAST_SIDE, right - left + 1),
    y: top,
    x: left,
  };
}

/**
 * Adds to `own`, for every area of `others`, the prompt of `own` that holds around it, so that all sides of the guidance
 * see the same rectangle: otherwise the difference there would be between a part and the whole.
 */
function withCounterparts(own: readonly Placed[], others: readonly Placed[]): Placed[] {
  const all = [...own];
  for (const { source, mask, area } of others) {
    if (!area) continue;
    const around = smallestAround(area, all);
    if (!around || (around.area && sameRectangle(around.area, area))) continue;
    const { embeds, words, pooled, guidance = DEFAULT_GUIDANCE } = around.source;
    const prompt = { embeds, pooled, guidance, ...(words && { words }) };
    const { words: _, ...place } = source;
    all.push({ source: { ...place, ...prompt }, mask, area });
  }
  return all;
}

function smallestAround(area: Rectangle, candidates: readonly Placed[]): Placed | null {
  const size = ({ area: a }: Placed) => (a ? a.height * a.width : Infinity);
  let best: Placed | null = null;
  for (const candidate of candidates) {
    if (candidate.area && !contains(candidate.area, area)) continue;
    if (!best || size(candidate) < size(best)) best = candidate;
  }
  return best;
}

function condition(
  { source, mask, area }: Placed,
  sampling: FlowSampling,
  height: number,
  width: number,
): Condition {
  const { embeds, words = null, pooled, guidance = DEFAULT_GUIDANCE } = source;
  const prompt = { embeds, words, pooled, guidance };
  const { timestepRange, strength = 1, maskStrength = 1 } = source;
  const range = timestepRange ?? { start: 0, end: 1 };
  const times = {
    from: timestepRange ? percentToSigma(sampling, range.start) : Infinity,
    to: timestepRange ? percentToSigma(sampling, range.end) : 0,
  };
  if (mask) {
    const weight = maskWeight(mask, area, strength * maskStrength);
    return { ...prompt, ...times, area, weight };
  }
  const weight = area ? fading(area, height, width, strength) : strength;
  return { ...prompt, ...times, area, weight };
}

function maskWeight(mask: Tensor, area: Rectangle | null, scale: number): Tensor {
  const part = area ?? { y: 0, x: 0, height: dim(mask, 1), width: dim(mask, 2) };
  const data = new Float32Array(dim(mask, 0) * part.height * part.width);
  cut(mask, part, data);
  return {
    data: data.map((value) => value * scale),
    shape: [dim(mask, 0), part.height, part.width],
  };
}

/** `strength`, fading linearly over the first rows and columns of edges that lie inside the picture. */
function fading(area: Rectangle, height: number, width: number, strength: number): Tensor {
  const vertical = ramp(area.height, area.y > 0, area.y + area.height < height);
  const horizontal = ramp(area.width, area.x > 0, area.x + area.width < width);
  const data = new Float32Array(area.height * area.width);
  for (let i = 0; i < data.length; i++) {
    const row = vertical[Math.floor(i / area.width)] as number;
    data[i] = strength * row * (horizontal[i % area.width] as number);
  }
  return { data, shape: [1, area.height, area.width] };
}

function ramp(length: number, atStart: boolean, atEnd: boolean): number[] {
  const reach = Math.min(FADE, Math.floor(length / 4));
  const edge = (distance: number) => Math.min((distance + 1) / reach, 1);
  return Array.from({ length }, (_, i) => {
    const start = atStart && i < reach ? edge(i) : 1;
    return start * (atEnd && length - 1 - i < reach ? edge(length - 1 - i) : 1);
  });
}
