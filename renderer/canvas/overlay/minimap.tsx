import { useStore } from '@xyflow/react';
import { useEffect, useRef, type PointerEvent } from 'react';
import { useTab } from '../../store/workspace.ts';
import { camera } from '../../store/camera.ts';
import { useLayout } from '../../store/layout.ts';
import { t } from '../../text/text.ts';
import { viewOf } from '../scene/detail.ts';
import { boundsIn } from '../scene/items.ts';
import { isTaca } from '../scene/look.ts';
import { boundsOf, type Rect } from '../scene/rect.ts';
import { classIn, rectIn, type Scene } from '../scene/scene.ts';
import classes from './overlay.module.css';

const [WIDTH, HEIGHT, EDGE] = [162, 94, 6];

/** Everything in small; a drag on it moves the view. */
export function Minimap({ scene }: { readonly scene: Scene }) {
  const isShown = useLayout((state) => state.isMinimapShown);
  return isShown ? <Map scene={scene} /> : null;
}

function Map({ scene }: { readonly scene: Scene }) {
  const ground = useRef<HTMLCanvasElement>(null);
  const selected = useTab((tab) => tab.selection.nodes);
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const view = viewOf({ x, y, zoom }, [width, height]);
  useEffect(() => {
    const context = ground.current?.getContext('2d');
    if (!context) return undefined;
    const frame = requestAnimationFrame(() => draw(context, scene, selected ?? new Set(), view));
    return () => cancelAnimationFrame(frame);
  });
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    if (event.buttons === 0) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    const { scale, left, top } = fitting(scene, view);
    const [toX, toY] = [
      (event.clientX - bounds.left - left) / scale,
      (event.clientY - bounds.top - top) / scale,
    ];
    const dx = (view.x + view.width / 2 - toX) * zoom;
    const dy = (view.y + view.height / 2 - toY) * zoom;
    camera.getState().camera?.panBy(dx, dy);
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
    </div>
  );
}

/** All nodes and the view, in the map. */
function fitting(scene: Scene, view: Rect) {
  const all = boundsOf([boundsIn(scene, null), view].filter((rect) => rect !== null)) ?? view;
  const scale = Math.min((WIDTH - 2 * EDGE) / all.width, (HEIGHT - 2 * EDGE) / all.height);
  return {
    scale,
    left: (WIDTH - all.width * scale) / 2 - all.x * scale,
    top: (HEIGHT - all.height * scale) / 2 - all.y * scale,
  };
}

function draw(
  context: CanvasRenderingContext2D,
  scene: Scene,
  selected: ReadonlySet<string>,
  view: Rect,
): void {
  const { scale, left, top } = fitting(scene, view);
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
    context.fillRect(
      left + x * scale,
      top + y * scale,
      Math.max(1, width * scale),
      Math.max(2, height * scale),
    );
  }
  context.globalAlpha = 1;
  context.strokeStyle = token('--text-2');
  context.strokeRect(
    left + view.x * scale + 0.5,
    top + view.y * scale + 0.5,
    view.width * scale - 1,
    view.height * scale - 1,
  );
}
