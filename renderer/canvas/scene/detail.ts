/** How much of the graph is drawn, and how: by zoom and by what is in view. */
import type { Viewport } from '../../store/workspace.ts';
import { contains, grow, overlaps, type Rect } from './rect.ts';
import { curveOf } from './link-curve.ts';
import { rectIn, type Scene } from './scene.ts';
import type { Link, NodeId, Point } from '../../../nodes/graph/document/types.ts';

/** `block`: a title on a plate; `painted`: everything on one canvas element. */
export type Detail = 'full' | 'block' | 'painted';

export interface Area {
  /** Drawn: what is in view, and up to a screen more. */
  readonly region: Rect;
  /** The zoom that it was chosen at. */
  readonly zoom: number;
}

export const BLOCK_ZOOM = 0.4;
export const PAINTED_ZOOM = 0.15;
export const MOST_BLOCKS = 80;
export const MOST_LINKS = 300;

/** What the window shows. @param size of the canvas in the window */
export function viewOf({ x, y, zoom }: Viewport, [width, height]: Point): Rect {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** Of the view, on each side: where much is in view, little is drawn ahead. */
function marginAt(zoom: number): number {
  return Math.min(0.5, Math.max(0.12, zoom / 2));
}

/** The same area as long as it holds what is in view. */
export function areaFor(current: Area | null, viewport: Viewport, size: Point): Area {
  const view = viewOf(viewport, size);
  const { zoom } = viewport;
  if (current) {
    const ratio = zoom / current.zoom;
    if (ratio < 1.8 && ratio > 0.75 && contains(current.region, view)) return current;
  }
  const margin = marginAt(zoom);
  return { region: grow(view, view.width * margin, view.height * margin), zoom };
}

export function detailFor(zoom: number, nodesInRegion: number): Detail {
  if (zoom >= BLOCK_ZOOM) return 'full';
  return zoom < PAINTED_ZOOM || nodesInRegion > MOST_BLOCKS ? 'painted' : 'block';
}

export function nodesIn(scene: Scene, region: Rect): NodeId[] {
  return scene.order.filter((id) => {
    const node = scene.nodes[id];
    return node !== undefined && overlaps(rectIn(scene, node), region);
  });
}

export function linksIn(scene: Scene, region: Rect): Link[] {
  return Object.values(scene.graph.links).filter((link) => {
    const curve = curveOf(scene, link);
    return curve !== null && overlaps(grow(curve.box, 4), region);
  });
}
