/** What is drawn now, for finding what the pointer is on. */
import type { Link } from '../../nodes/graph/document/types.ts';
import type { Rect } from './scene/rect.ts';

export const drawn: { region: Rect | null; links: readonly Link[] } = { region: null, links: [] };
