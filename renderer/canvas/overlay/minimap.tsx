import { useStore } from '@xyflow/react';
import { useEffect, useMemo, useRef, type PointerEvent } from 'react';
import { useTab } from '../../store/workspace.ts';
import { camera } from '../../store/camera.ts';
import { useLayout } from '../../store/layout.ts';
import { t } from '../../text/text.ts';
import { useShownTheme } from '../../theme/use-shown-theme.ts';
import { viewOf } from '../scene/detail.ts';
import { boundsIn } from '../scene/items.ts';
import { isTaca } from '../scene/look.ts';
import type { Rect } from '../scene/rect.ts';
import { classIn, rectIn, type Scene } from '../scene/scene.ts';
import classes from './overlay.module.css';

const [WIDTH, HEIGHT, EDGE, MOST_SCALE] = [162, 94, 12, 0.08];
const NOWHERE: Rect = { x: 0, y: 0, width: 1, height: 1 };
const NONE: ReadonlySet<string> = new Set();

/** Everything in small; a drag on it moves the view. */
export function Minimap({ scene }: { readonly scene: Scene }) {
  const isShown = useLayout((state) => state.isMinimapShown);
  return isShown && scene.order.length > 0 ? <Map scene={scene} /> : null;
}

function Map({ scene }: { readonly scene: Scene }) {
  const ground = useRef<HTMLCanvasElement>(null);
  const selected = useTab((tab) => tab.selection.nodes);
  const theme = useShownTheme();
  const all = useMemo(() => boundsIn(scene, null) ?? NOWHERE, [scene]);
  useEffect(() => {
    const context = ground.current?.getContext('2d');
    if (!context) return undefined;
    const frame = requestAnimationFrame(() => draw(context, scene, selected ?? NONE, all));
    return () => cancelAnimationFrame(frame);
  }, [scene, selected, all, theme]);
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const view = camera.getState().camera;
    if (event.buttons === 0 || !view) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    const { scale, left, top } = fitting(all);
    view.centre([
      (event.clientX - bounds.left - left) / scale,
      (event.clientY - bounds.top - top) / scale,
    ]);
  };
  return (
    <div
      className={classes['map']}
      role="img"
      aria-label={t('canvas.minimap')}
      data-canvas-part=""
      onPointerDown={onPointer}
      onPointerMove={onPointer}
    >
      <canvas
        ref={ground}
        width={WIDTH * devicePixelRatio}
        height={HEIGHT * devicePixelRatio}
        style={{ width: WIDTH, height: HEIGHT }}
      />
      <InView all={all} />
    </div>
  );
}

/** What the window shows. */
function InView({ all }: { readonly all: Rect }) {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const view = viewOf({ x, y, zoom }, [width, height]);
  const { scale, left, top } = fitting(all);
  const [fromX, fromY] = [Math.max(2, left + view.x * scale), Math.max(2, top + view.y * scale)];
  const toX = Math.min(WIDTH - 2, left + (view.x + view.width) * scale);
  const toY = Math.min(HEIGHT - 2, top + (view.y + view.height) * scale);
  if (toX <= fromX || toY <= fromY) return null;
  return (
    <div
      className={classes['inView']}
      style={{ left: fromX, top: fromY, width: toX - fromX, height: toY - fromY }}
    />
  );
}

/** All nodes in the map. */
function fitting({ x, y, width, height }: Rect) {
  const scale = Math.min(MOST_SCALE, (WIDTH - 2 * EDGE) / width, (HEIGHT - 2 * EDGE) / height);
  return {
    scale,
    left: (WIDTH - width * scale) / 2 - x * scale,
    top: (HEIGHT - height * scale) / 2 - y * scale,
  };
}

function draw(
  context: CanvasRenderingContext2D,
  scene: Scene,
  selected: ReadonlySet<string>,
  all: Rect,
): void {
  const { scale, left, top } = fitting(all);
  const style = getComputedStyle(context.canvas);
  const token = (name: string) => style.getPropertyValue(name);
  const colors = { node: token('--edge'), taca: token('--ember'), selected: token('--accent') };
  const ratio = devicePixelRatio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, WIDTH, HEIGHT);
  for (const id of scene.order) {
    const node = scene.nodes[id];
    if (!node) continue;
    const { x, y, width, height } = rectIn(scene, node);
    const look = selected.has(id)
      ? 'selected'
      : isTaca(classIn(scene, node.type))
        ? 'taca'
        : 'node';
    context.globalAlpha = look === 'node' ? 0.55 : 1;
    context.fillStyle = colors[look];
    const size = [Math.max(1, width * scale), Math.max(2, height * scale)] as const;
    context.fillRect(left + x * scale, top + y * scale, ...size);
  }
}
