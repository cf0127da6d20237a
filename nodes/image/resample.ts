/**
 * Which source positions make up each target position along one side, and with what weights. Results equal torch's
 * `interpolate` with align_corners off and antialias off (torch computes positions in float32, hence the rounding here)
 * and, for lanczos, Pillow's resampling (a filter that widens when shrinking).
 */

export type ResizeMethod = 'nearest-exact' | 'bilinear' | 'area' | 'bicubic' | 'lanczos';

/** Target position i is the weighted sum of source positions `starts[i]` onwards, `weights[i]` of them. */
export interface Taps {
  readonly starts: Int32Array;
  readonly weights: readonly Float64Array[];
}

export function tapsOf(method: ResizeMethod, from: number, to: number): Taps {
  const rule = RULES[method](from, to);
  const starts = new Int32Array(to);
  const weights = Array.from({ length: to }, (_, i) => {
    const taps = rule(i);
    const first = Math.max(0, Math.min(from - 1, taps.first));
    starts[i] = first;
    return clamped(taps, first, from);
  });
  return { starts, weights };
}

interface Span {
  /** May lie outside the source: what falls outside counts for the nearest position inside. */
  readonly first: number;
  readonly weights: readonly number[];
}
type Rule = (from: number, to: number) => (target: number) => Span;

/** Where the centre of a target position lies among source positions. */
function centre(target: number, ratio: number): number {
  return Math.fround(ratio * (target + 0.5) - 0.5);
}

/** Keys' cubic convolution kernel at A = -0.75 (IEEE ASSP-29, 1981). */
function cubic(x: number): number {
  const A = -0.75;
  const d = Math.abs(x);
  if (d <= 1) return ((A + 2) * d - (A + 3)) * d * d + 1;
  return d < 2 ? A * (((d - 5) * d + 8) * d - 4) : 0;
}

function lanczos3(x: number): number {
  return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

const RULES: Readonly<Record<ResizeMethod, Rule>> = {
  'nearest-exact': (from, to) => {
    const ratio = Math.fround(from / to);
    return (i) => ({ first: Math.floor(Math.fround((i + 0.5) * ratio)), weights: [1] });
  },
  bilinear: (from, to) => {
    const ratio = Math.fround(from / to);
    return (i) => {
      const at = Math.max(0, centre(i, ratio));
      const first = Math.floor(at);
      return { first, weights: [1 - (at - first), at - first] };
    };
  },
  bicubic: (from, to) => {
    const ratio = Math.fround(from / to);
    return (i) => {
      const at = centre(i, ratio);
      const first = Math.floor(at) - 1;
      return { first, weights: [0, 1, 2, 3].map((tap) => cubic(at - first - tap)) };
    };
  },
  area: (from, to) => (i) => {
    const first = Math.floor((i * from) / to);
    const length = Math.ceil(((i + 1) * from) / to) - first;
    return { first, weights: Array<number>(length).fill(1 / length) };
  },
  lanczos: (from, to) => {
    const ratio = from / to;
    const widen = Math.max(1, ratio);
    return (i) => {
      const at = (i + 0.5) * ratio;
      const first = Math.max(0, Math.floor(at - 3 * widen + 0.5));
      const end = Math.min(from, Math.floor(at + 3 * widen + 0.5));
      const raw = Array.from({ length: end - first }, (_, tap) =>
        lanczos3((first + tap + 0.5 - at) / widen),
      );
      const sum = raw.reduce((total, weight) => total + weight, 0);
      return { first, weights: raw.map((weight) => weight / sum) };
    };
  },
};

/** Adds up the weights of taps that lie outside on the outermost positions. */
function clamped({ first, weights }: Span, start: number, from: number): Float64Array {
  const last = Math.max(start, Math.min(from - 1, first + weights.length - 1));
  const inside = new Float64Array(last - start + 1);
  weights.forEach((weight, tap) => {
    const at = Math.max(start, Math.min(last, first + tap)) - start;
    inside[at] = (inside[at] as number) + weight;
  });
  return inside;
}
