/** Lining nodes up. */
import type { Rect } from './geometry.ts';
import { boundsOf } from './geometry.ts';
import type { GraphDraft, NodeId, Point } from './types.ts';

export type Alignment = 'left' | 'right' | 'top' | 'bottom' | 'centre-x' | 'centre-y';
export type Axis = 'x' | 'y';

/** New corners. */
export function aligned(
  rects: ReadonlyMap<NodeId, Rect>,
  alignment: Alignment,
): ReadonlyMap<NodeId, Point> {
  const bounds = boundsOf([...rects.values()]);
  if (!bounds) return new Map();
  const { x, y, width, height } = bounds;
  const placeOf: { readonly [alignment in Alignment]: (rect: Rect) => Point } = {
    left: (rect) => [x, rect.y],
    right: (rect) => [x + width - rect.width, rect.y],
    top: (rect) => [rect.x, y],
    bottom: (rect) => [rect.x, y + height - rect.height],
    'centre-x': (rect) => [x + (width - rect.width) / 2, rect.y],
    'centre-y': (rect) => [rect.x, y + (height - rect.height) / 2],
  };
  return new Map([...rects].map(([id, rect]) => [id, placeOf[alignment](rect)]));
}

/** With equal gaps; the outermost stay. */
export function distributed(
  rects: ReadonlyMap<NodeId, Rect>,
  axis: Axis,
): ReadonlyMap<NodeId, Point> {
  const lengthOf = (rect: Rect) => (axis === 'x' ? rect.width : rect.height);
  const sorted = [...rects].sort(([, a], [, b]) => a[axis] - b[axis]);
  const bounds = boundsOf([...rects.values()]);
  if (!bounds || sorted.length < 3) return new Map();
  const taken = sorted.reduce((sum, [, rect]) => sum + lengthOf(rect), 0);
  const gap = (lengthOf(bounds) - taken) / (sorted.length - 1);
  let at = bounds[axis];
  return new Map(
    sorted.map(([id, rect]): [NodeId, Point] => {
      const point: Point = axis === 'x' ? [at, rect.y] : [rect.x, at];
      at += lengthOf(rect) + gap;
      return [id, point];
    }),
  );
}

/** Pinned nodes stay. */
export function moveTo(graph: GraphDraft, places: ReadonlyMap<NodeId, Point>): void {
  for (const [id, position] of places) {
    const node = graph.nodes[id];
    if (node && !node.isPinned) node.position = [...position];
  }
}
