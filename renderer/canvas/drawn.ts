/** What is drawn now, for finding what the pointer is on. */
import type { Link } from '../../nodes/graph/document/types.ts';
import type { Rect } from './scene/rect.ts';

export const drawn: {
  region: Rect | null;
  links: readonly Link[];
  /** When the view moved last, ms. */
  movedAt: number;
} = { region: null, links: [], movedAt: 0 };

const REST_MS = 150;

export function isViewMoving(): boolean {
  return performance.now() - drawn.movedAt < REST_MS;
}
