export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
/** Lowest and highest value that the box shows. */
export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** A scale that holds the peak and the rest, never of no height. */
export function scaleOf(peak: number, rest: number): Scale {
  if (peak === rest) return { low: rest, high: rest + 0.2 };
  return { low: Math.min(peak, rest), high: Math.max(peak, rest) };
}

export function xAt(box: Box, place: number, count: number): number {
  return box.left + (count > 0 ? (place / count) * box.width : 0);
}

/** Where along the steps an x lies, 0 to `count`. */
export function placeAt(box: Box, x: number, count: number): number {
  return Math.min(Math.max(((x - box.left) / box.width) * count, 0), count);
}

export function yAt(box: Box, { low, high }: Scale, value: number): number {
  return box.top + ((high - value) / (high - low)) * box.height;
}

/** A stair of one level a step. */
export function stairs(series: readonly number[], box: Box, scale: Scale): string {
  const parts = series.map((value, i) => {
    const y = rounded(yAt(box, scale, value));
    const [from, to] = [xAt(box, i, series.length), xAt(box, i + 1, series.length)].map(rounded);
    return `${i === 0 ? 'M' : 'L'}${from} ${y}H${to}`;
  });
  return parts.join('');
}

/** Runs of steps that are not at rest, as [from, to) places. */
export function activeRuns(series: readonly number[], rest: number): [number, number][] {
  const runs: [number, number][] = [];
  series.forEach((value, i) => {
    if (value === rest) return;
    const last = runs.at(-1);
    if (last && last[1] === i) last[1] = i + 1;
    else runs.push([i, i + 1]);
  });
  return runs;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
