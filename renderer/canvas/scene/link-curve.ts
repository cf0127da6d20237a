/** The way of a link: cubic curves from socket to socket, through its reroutes. */
import { pathOf } from '../../../nodes/graph/document/reroutes.ts';
import type { Link, Point } from '../../../nodes/graph/document/types.ts';
import { grow, type Rect } from './rect.ts';
import { inputPoint, outputPoint, type Scene } from './scene.ts';

/** Start, two control points, end. */
type Segment = readonly [Point, Point, Point, Point];

export interface Curve {
  readonly segments: readonly Segment[];
  /** As an SVG path. */
  readonly path: string;
  /** Holds all of it. */
  readonly box: Rect;
}

interface Cached {
  readonly parts: readonly unknown[];
  readonly curve: Curve | null;
}
const curves = new WeakMap<Link, Cached>();

/** Null when an end is not there. */
export function curveOf(scene: Scene, link: Link): Curve | null {
  const reroutes = link.via === null ? [] : pathOf(scene.graph, link);
  const parts = [scene.nodes[link.from.node], scene.nodes[link.to.node], ...reroutes];
  const known = curves.get(link);
  if (known && known.parts.length === parts.length && known.parts.every((p, i) => p === parts[i])) {
    return known.curve;
  }
  const start = outputPoint(scene, link.from.node, link.from.slot);
  const end = inputPoint(scene, link.to.node, link.to.input);
  const via = reroutes.map(({ position }) => position);
  const curve = start && end ? curveThrough([start, ...via, end]) : null;
  curves.set(link, { parts, curve });
  return curve;
}

export function curveThrough(points: readonly Point[]): Curve {
  const segments = points.slice(1).map((to, i) => segment(points[i] ?? to, to));
  const [first = [0, 0]] = points;
  const path = segments.reduce(
    (d, [, a, b, c]) => `${d}C${a.join(' ')} ${b.join(' ')} ${c.join(' ')}`,
    `M${first.join(' ')}`,
  );
  const corners = segments.flat();
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { segments, path, box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y } };
}

const STEPS = 16;

export function pointOn([a, b, c, d]: Segment, t: number): Point {
  const u = 1 - t;
  const at = (i: 0 | 1) =>
    u * u * u * a[i] + 3 * u * u * t * b[i] + 3 * u * t * t * c[i] + t * t * t * d[i];
  return [at(0), at(1)];
}

/** @returns how far a point is from the curve, and by which segment */
export function distanceTo(
  { segments }: Curve,
  [px, py]: Point,
): { readonly distance: number; readonly segment: number } {
  let distance = Infinity;
  let nearest = 0;
  for (const [index, piece] of segments.entries()) {
    let [ax, ay] = piece[0];
    for (let step = 1; step <= STEPS; step++) {
      const [bx, by] = pointOn(piece, step / STEPS);
      const [dx, dy] = [bx - ax, by - ay];
      const length = dx * dx + dy * dy;
      const t = length === 0 ? 0 : ((px - ax) * dx + (py - ay) * dy) / length;
      const near = Math.min(1, Math.max(0, t));
      const d = Math.hypot(px - ax - near * dx, py - ay - near * dy);
      if (d < distance) [distance, nearest] = [d, index];
      [ax, ay] = [bx, by];
    }
  }
  return { distance, segment: nearest };
}

/** The link nearest to a point, at most `reach` away; later ones lie above. */
export function linkAt(
  scene: Scene,
  links: readonly Link[],
  point: Point,
  reach: number,
): { readonly link: Link; readonly segment: number } | null {
  let best: { link: Link; segment: number } | null = null;
  let least = reach;
  for (const link of links) {
    const curve = curveOf(scene, link);
    if (!curve || !isNear(curve.box, point, reach)) continue;
    const { distance, segment } = distanceTo(curve, point);
    if (distance > least) continue;
    least = distance;
    best = { link, segment };
  }
  return best;
}

function isNear(box: Rect, [px, py]: Point, reach: number): boolean {
  const { x, y, width, height } = grow(box, reach);
  return px >= x && py >= y && px <= x + width && py <= y + height;
}

function segment(from: Point, to: Point): Segment {
  const [dx, dy] = [to[0] - from[0], Math.abs(to[1] - from[1])];
  const bend = dx >= 0 ? Math.max(18, Math.min(90, dx / 2)) : Math.min(140, 60 + dy / 8);
  return [from, [from[0] + bend, from[1]], [to[0] - bend, to[1]], to];
}
