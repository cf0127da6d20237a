/** Where a dragged thing comes to rest: on the grid, or in line with others. */
import type { Point } from '../../../nodes/graph/document/types.ts';
import type { Rect } from './rect.ts';

export const GRID = 10;

export interface Guide {
  readonly axis: 'x' | 'y';
  /** Of the line. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snapped {
  /** The distance to move by. */
  readonly delta: Point;
  readonly guides: readonly Guide[];
}

/** The corner comes to lie on the grid. */
export function snapToGrid({ x, y }: Rect, [dx, dy]: Point): Point {
  return [Math.round((x + dx) / GRID) * GRID - x, Math.round((y + dy) / GRID) * GRID - y];
}

/**
 * Aligns edges and middles with those of others. @param rect before the move @param reach the furthest it is pulled
 */
export function alignTo(rect: Rect, delta: Point, others: readonly Rect[], reach: number): Snapped {
  const moved = { ...rect, x: rect.x + delta[0], y: rect.y + delta[1] };
  const x = nearestLine(moved.x, moved.width, others.map(spanX), reach);
  const y = nearestLine(moved.y, moved.height, others.map(spanY), reach);
  const placed = { ...moved, x: moved.x + (x?.by ?? 0), y: moved.y + (y?.by ?? 0) };
  const guides: Guide[] = [];
  if (x)
    guides.push({
      axis: 'x',
      at: x.at,
      ...reachOf(spanY(placed), spanY(others[x.other] ?? placed)),
    });
  if (y)
    guides.push({
      axis: 'y',
      at: y.at,
      ...reachOf(spanX(placed), spanX(others[y.other] ?? placed)),
    });
  return { delta: [placed.x - rect.x, placed.y - rect.y], guides };
}

type Span = readonly [start: number, length: number];
const spanX = ({ x, width }: Rect): Span => [x, width];
const spanY = ({ y, height }: Rect): Span => [y, height];
const linesOf = ([start, length]: Span) => [start, start + length / 2, start + length];

function nearestLine(start: number, length: number, others: readonly Span[], reach: number) {
  let best: { by: number; at: number; other: number } | null = null;
  const own = linesOf([start, length]);
  for (const [other, span] of others.entries()) {
    const lines = linesOf(span);
    for (let i = 0; i < 3; i++) {
      const at = lines[i] ?? 0;
      const by = at - (own[i] ?? 0);
      if (Math.abs(by) <= (best ? Math.abs(best.by) - 0.01 : reach)) best = { by, at, other };
    }
  }
  return best;
}

function reachOf([a, aLength]: Span, [b, bLength]: Span): { from: number; to: number } {
  return { from: Math.min(a, b), to: Math.max(a + aLength, b + bLength) };
}
