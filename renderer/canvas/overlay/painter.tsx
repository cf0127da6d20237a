import { memo, useLayoutEffect, useRef } from 'react';
import type { Link, NodeId } from '../../../nodes/graph/document/types.ts';
import { useShownTheme } from '../../theme/use-shown-theme.ts';
import type { Rect } from '../scene/rect.ts';
import type { Scene } from '../scene/scene.ts';
import classes from './overlay.module.css';
import { paint } from './paint.ts';
import { paletteOf } from './palette.ts';

export interface PainterProps {
  readonly scene: Scene;
  readonly region: Rect;
  /** Pixels of the window a pixel of the graph. */
  readonly zoom: number;
  readonly nodes: readonly NodeId[];
  readonly links: readonly Link[];
  readonly selected: ReadonlySet<NodeId>;
}

/** The longest side of the element, px: more is neither sharp nor quick. */
const MOST = 4096;

/** Everything that has no element of its own, on one canvas element that pans and zooms with the view. */
export const Painter = memo(function Painter(props: PainterProps) {
  const { region, zoom } = props;
  const element = useRef<HTMLCanvasElement>(null);
  const scale = Math.min(zoom * devicePixelRatio, MOST / Math.max(region.width, region.height));
  // Painted again in the colours of another theme.
  useShownTheme();
  useLayoutEffect(() => {
    const context = element.current?.getContext('2d');
    if (!context || !element.current) return;
    paint(context, { ...props, scale, palette: paletteOf(element.current) });
  });
  return (
    <canvas
      ref={element}
      className={classes['painter']}
      width={Math.ceil(region.width * scale)}
      height={Math.ceil(region.height * scale)}
      style={{ left: region.x, top: region.y, width: region.width, height: region.height }}
      aria-hidden
    />
  );
});
