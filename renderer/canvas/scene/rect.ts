/** Rectangles in graph coordinates, px at zoom 1. */
import type { Rect } from '../../../nodes/graph/document/geometry.ts';
import type { Point } from '../../../nodes/graph/document/types.ts';

export {
  boundsOf,
  centreOf,
  holdsPoint,
  type Rect,
} from '../../../nodes/graph/document/geometry.ts';

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function contains(outer: Rect, inner: Rect): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

export function grow({ x, y, width, height }: Rect, dx: number, dy = dx): Rect {
  return { x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy };
}

export function between([ax, ay]: Point, [bx, by]: Point): Rect {
  return {
    x: Math.min(ax, bx),
    y: Math.min(ay, by),
    width: Math.abs(ax - bx),
    height: Math.abs(ay - by),
  };
}
