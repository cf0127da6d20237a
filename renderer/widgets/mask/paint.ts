/** A mask and how a brush changes it: 0 is kept, 255 is masked. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** Row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}
export interface Brush {
  /** In pixels of the picture. */
  readonly diameter: number;
  /** 0: soft from the middle on; 1: a hard edge. */
  readonly hardness: number;
  /** How much one stroke covers at most, 0 to 1. */
  readonly opacity: number;
  readonly isEraser: boolean;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
/** Pixels from `left`, `top` to before `right`, `bottom`. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function emptyMask(width: number, height: number): Mask {
  return { width, height, data: new Uint8ClampedArray(width * height) };
}

/** Distance of the stamps of a line, as a share of the brush's width. */
const SPACING = 0.15;

/** One stroke from pressing to letting go: where it crosses itself it covers no more than its opacity. */
export class Stroke {
  readonly #mask: Mask;
  readonly #brush: Brush;
  readonly #before: Uint8ClampedArray<ArrayBuffer>;
  /** How much of the brush each pixel has had. */
  readonly #coverage: Uint8ClampedArray;
  #last: Point | null = null;

  constructor(mask: Mask, brush: Brush) {
    this.#mask = mask;
    this.#brush = brush;
    this.#before = mask.data.slice();
    this.#coverage = new Uint8ClampedArray(mask.data.length);
  }

  /** Paints from the last point to this one. @returns the pixels that may have changed */
  to(point: Point): Area {
    const from = this.#last ?? point;
    const gap = Math.max(1, this.#brush.diameter * SPACING);
    const length = Math.hypot(point.x - from.x, point.y - from.y);
    const stamps = Math.max(1, Math.ceil(length / gap));
    for (let i = this.#last ? 1 : 0; i <= stamps; i++) {
      const share = this.#last ? i / stamps : 1;
      this.#stamp({
        x: from.x + (point.x - from.x) * share,
        y: from.y + (point.y - from.y) * share,
      });
      if (!this.#last) break;
    }
    this.#last = point;
    return around(this.#mask, [from, point], this.#brush.diameter / 2 + 1);
  }

  #stamp(center: Point): void {
    const { width, data } = this.#mask;
    const { diameter, opacity, isEraser } = this.#brush;
    const { left, top, right, bottom } = around(this.#mask, [center], diameter / 2 + 1);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const at = y * width + x;
        const reach =
          255 * strengthAt(this.#brush, Math.hypot(x + 0.5 - center.x, y + 0.5 - center.y));
        if (reach <= (this.#coverage[at] ?? 0)) continue;
        this.#coverage[at] = reach;
        const before = this.#before[at] ?? 0;
        const share = (Math.min(reach, 255) / 255) * opacity;
        data[at] = before + ((isEraser ? 0 : 255) - before) * share;
      }
    }
  }
}

/** How much of the brush a pixel at a distance from its middle gets, with an edge of one pixel at least. */
function strengthAt({ diameter, hardness }: Brush, distance: number): number {
  const radius = diameter / 2;
  const edge = Math.max(1, radius * (1 - hardness));
  return Math.min(Math.max((radius + 0.5 - distance) / edge, 0), 1);
}

export function invert({ data }: Mask): void {
  for (let i = 0; i < data.length; i++) data[i] = 255 - (data[i] ?? 0);
}

/** How much of the picture is masked, 0 to 1. */
export function coveredShare({ data }: Mask): number {
  let sum = 0;
  for (const value of data) sum += value;
  return data.length > 0 ? sum / (255 * data.length) : 0;
}

/** RGBA of a mask for a picture's alpha, which is 0 where it is masked. */
export function toAlpha({ width, height, data }: Mask): ImageData {
  const pixels = new Uint8ClampedArray(data.length * 4);
  data.forEach((value, i) => {
    pixels[i * 4 + 3] = 255 - value;
  });
  return new ImageData(pixels, width, height);
}

/** A mask from a picture's alpha. @param pixels RGBA */
export function fromAlpha(pixels: Uint8ClampedArray, width: number, height: number): Mask {
  const mask = emptyMask(width, height);
  for (let i = 0; i < mask.data.length; i++) mask.data[i] = 255 - (pixels[i * 4 + 3] ?? 255);
  return mask;
}

function around({ width, height }: Mask, points: readonly Point[], radius: number): Area {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    left: Math.max(0, Math.floor(Math.min(...xs) - radius)),
    top: Math.max(0, Math.floor(Math.min(...ys) - radius)),
    right: Math.min(width, Math.ceil(Math.max(...xs) + radius)),
    bottom: Math.min(height, Math.ceil(Math.max(...ys) + radius)),
  };
}
