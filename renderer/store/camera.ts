/** How the canvas is looked at, and what moves it; the canvas that shows puts itself here. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { NodeId, Point } from '../../nodes/graph/document/types.ts';
import type { Viewport } from './workspace.ts';

export interface Camera {
  /** All of the graph, or some of its nodes. */
  fit(nodes?: Iterable<NodeId>): void;
  /** About the middle. */
  zoomBy(factor: number): void;
  /** Moves as little as it must to show a node. */
  reveal(node: NodeId): void;
  /** Brings a place of the graph to the middle. */
  centre(point: Point): void;
  /** In window pixels. */
  panBy(dx: number, dy: number): void;
  /** From the window to the graph. */
  toGraph(point: Point): Point;
  viewport(): Viewport;
}

export interface CameraState {
  /** Null while no canvas shows. */
  readonly camera: Camera | null;
  /** Nothing can be moved or wired. */
  readonly isLocked: boolean;
  readonly isSnapping: boolean;
}

export const camera = createStore<CameraState>(() => ({
  camera: null,
  isLocked: false,
  isSnapping: false,
}));

export function useCamera<T>(select: (state: CameraState) => T): T {
  return useStore(camera, select);
}
