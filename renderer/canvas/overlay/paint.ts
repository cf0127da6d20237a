/** Paints nodes and links on a canvas element, where there are too many for elements of their own. */
import type { Link, NodeId } from '../../../nodes/graph/document/types.ts';
import { curveOf } from '../scene/link-curve.ts';
import { isTaca } from '../scene/look.ts';
import type { Rect } from '../scene/rect.ts';
import { classIn, rectIn, type Scene } from '../scene/scene.ts';
import { titleIn } from '../node/title.ts';

export interface Painting {
  readonly scene: Scene;
  /** In the graph; fills the element. */
  readonly region: Rect;
  /** Pixels of the element a pixel of the graph. */
  readonly scale: number;
  readonly nodes: readonly NodeId[];
  readonly links: readonly Link[];
  readonly selected: ReadonlySet<NodeId>;
  /** Resolves CSS colours, by type for links. */
  readonly palette: Palette;
}

export interface Palette {
  readonly canvas: string;
  readonly plate: string;
  readonly edge: string;
  readonly text: string;
  readonly accent: string;
  readonly ember: string;
  readonly font: string;
  typeColor(type: string): string;
}

/** Below this many pixels a title is not legible. */
const LEGIBLE = 5;
const TITLE = 22;

export function paint(context: CanvasRenderingContext2D, painting: Painting): void {
  const { region, scale } = painting;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(scale, 0, 0, scale, -region.x * scale, -region.y * scale);
  paintLinks(context, painting);
  paintNodes(context, painting);
}

/** One path a type: strokes are dear, long paths are not. */
function paintLinks(context: CanvasRenderingContext2D, painting: Painting): void {
  const { scene, links, scale, palette } = painting;
  const byType = new Map<string, Path2D>();
  for (const link of links) {
    const curve = curveOf(scene, link);
    if (!curve) continue;
    const path = byType.get(link.type) ?? new Path2D();
    byType.set(link.type, path);
    for (const [a, b, c, d] of curve.segments) {
      path.moveTo(a[0], a[1]);
      path.bezierCurveTo(b[0], b[1], c[0], c[1], d[0], d[1]);
    }
  }
  context.globalAlpha = 0.9;
  context.lineWidth = Math.max(2, 1 / scale);
  for (const [type, path] of byType) {
    context.strokeStyle = palette.typeColor(type);
    context.stroke(path);
  }
  context.globalAlpha = 1;
}

function paintNodes(context: CanvasRenderingContext2D, painting: Painting): void {
  const { scene, nodes, scale, selected, palette } = painting;
  const hasTitles = TITLE * scale >= LEGIBLE;
  context.font = `600 ${TITLE}px ${palette.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = Math.max(2, 1 / scale);
  for (const id of nodes) {
    const node = scene.nodes[id];
    if (!node) continue;
    const { x, y, width, height } = rectIn(scene, node);
    context.fillStyle = palette.plate;
    context.fillRect(x, y, width, height);
    context.strokeStyle = selected.has(id) ? palette.accent : palette.edge;
    context.strokeRect(x, y, width, height);
    if (isTaca(classIn(scene, node.type))) {
      context.fillStyle = palette.ember;
      context.fillRect(x, y, 8, height);
    }
    if (hasTitles) {
      context.fillStyle = palette.text;
      context.fillText(titleIn(scene, node), x + width / 2, y + height / 2, width - 16);
    }
  }
}
