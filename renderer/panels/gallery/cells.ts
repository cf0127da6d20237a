/** How cells lie in the gallery: one row in the drawer, rows of columns in the side panel. */
export interface Lanes {
  /** Cells across the direction that scrolls. */
  readonly count: number;
  /** Edge of a cell in CSS pixels. */
  readonly edge: number;
}

const GAP = 8;

/** A strip as high as its place: one lane. */
export function stripLanes(height: number, padding: number): Lanes {
  return { count: 1, edge: Math.max(48, height - padding) };
}

/** As many columns of at least `least` as fit, filling the width. */
export function gridLanes(width: number, padding: number, least: number): Lanes {
  const inner = Math.max(least, width - padding);
  const count = Math.max(1, Math.floor((inner + GAP) / (least + GAP)));
  return { count, edge: Math.floor((inner - GAP * (count - 1)) / count) };
}

/** Where a key leads from a place of the list; null for keys that lead nowhere. */
export function placeAfterKey(
  key: string,
  place: number,
  { total, lanes, isStrip, page }: { total: number; lanes: number; isStrip: boolean; page: number },
): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ...(isStrip ? {} : { ArrowUp: -lanes, ArrowDown: lanes }),
    PageUp: -page,
    PageDown: page,
    Home: -total,
    End: total,
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step === undefined || total === 0) return null;
  if (place < 0) return 0;
  return Math.min(total - 1, Math.max(0, place + step));
}
