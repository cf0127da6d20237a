/** Rectangles of what lies on the canvas, in pixels. */
import type { NodeClasses } from '../node-class.ts';
import { nodeLayout } from './node-size.ts';
import { classOf } from './read-node.ts';
import type { GraphNode, Group, Point } from './types.ts';

const BOUNDARY_WIDTH = 150;
const BOUNDARY_GAP = 60;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rectOfNode(node: GraphNode, classes: NodeClasses): Rect {
  const { width, height } = nodeLayout(node, classOf(classes, node.type));
  return { x: node.position[0], y: node.position[1], width, height };
}

export function rectOfGroup({ position, size }: Group): Rect {
  return { x: position[0], y: position[1], width: size[0], height: size[1] };
}

/** Around all of them; null when there are none. */
export function boundsOf(rects: readonly Rect[]): Rect | null {
  if (rects.length === 0) return null;
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  };
}

export function holdsPoint(rect: Rect, [x, y]: Point): boolean {
  return x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
}

export function centreOf({ x, y, width, height }: Rect): Point {
  return [x + width / 2, y + height / 2];
}

/** Where the nodes that stand for a subgraph's inputs and outputs go: on both sides of what it holds. */
export function boundaryPlaces({ x, y, width }: Rect): {
  readonly inputPosition: [number, number];
  readonly outputPosition: [number, number];
} {
  return {
    inputPosition: [x - BOUNDARY_WIDTH - BOUNDARY_GAP, y],
    outputPosition: [x + width + BOUNDARY_GAP, y],
  };
}
