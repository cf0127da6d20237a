/** What is drawn now, for finding what the pointer is on; and how the view moves. */
import type { Link } from '../../nodes/graph/document/types.ts';
import type { Rect } from './scene/rect.ts';

export const drawn: { region: Rect | null; links: readonly Link[] } = { region: null, links: [] };

const REST_MS = 150;
let last = { at: -REST_MS, zoomedAt: -REST_MS, zoom: 1 };

/** Call when the view has moved. */
export function noteMotion(zoom: number): void {
  const at = performance.now();
  last = { at, zoom, zoomedAt: zoom === last.zoom ? last.zoomedAt : at };
}

export function viewMotion(): 'still' | 'pan' | 'zoom' {
  const now = performance.now();
  if (now - last.zoomedAt < REST_MS) return 'zoom';
  return now - last.at < REST_MS ? 'pan' : 'still';
}
