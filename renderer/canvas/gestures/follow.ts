/** Follows a pressed pointer until it is let go; the view moves along near its edge. */
import type { Point } from '../../../nodes/graph/document/types.ts';
import { camera } from '../../store/camera.ts';

export interface Pointed {
  /** In the graph. */
  readonly point: Point;
  /** In the window. */
  readonly at: Point;
  readonly shift: boolean;
  readonly alt: boolean;
}

export interface Follower {
  /** Nothing is dragged: the view does not move along at its edge. */
  readonly isClick?: true;
  /** Not called before the pointer has moved by a few pixels. */
  move(pointed: Pointed): void;
  /** @param moved whether `move` was called */
  end(pointed: Pointed, moved: boolean): void;
  /** Escape, or the pointer was taken away. */
  cancel(): void;
}

const SLACK = 4;
const EDGE = 36;
const SPEED = 14;

type Start = Pick<PointerEvent, 'clientX' | 'clientY' | 'shiftKey' | 'altKey' | 'pointerId'>;

/** @param bounds of the canvas, for moving the view at its edge; null: it stays */
export function follow(start: Start, follower: Follower, bounds: DOMRect | null): void {
  const stop = new AbortController();
  const { signal } = stop;
  let last = start;
  let moved = false;
  let frame = 0;
  const finish = () => {
    stop.abort();
    cancelAnimationFrame(frame);
  };
  const panAtEdge = () => {
    const [dx, dy] = bounds ? pull(bounds, [last.clientX, last.clientY]) : [0, 0];
    if (dx !== 0 || dy !== 0) {
      camera.getState().camera?.panBy(dx, dy);
      follower.move(pointedOf(last));
    }
    frame = requestAnimationFrame(panAtEdge);
  };
  addEventListener(
    'pointermove',
    (event) => {
      if (event.pointerId !== start.pointerId) return;
      last = event;
      const far = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
      if (!moved && far < SLACK) return;
      if (!moved && bounds) frame = requestAnimationFrame(panAtEdge);
      moved = true;
      follower.move(pointedOf(event));
    },
    { signal },
  );
  addEventListener(
    'pointerup',
    (event) => {
      if (event.pointerId !== start.pointerId) return;
      finish();
      follower.end(pointedOf(event), moved);
    },
    { signal },
  );
  const cancel = () => {
    finish();
    follower.cancel();
  };
  addEventListener('pointercancel', cancel, { signal });
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    },
    { signal, capture: true },
  );
}

export function pointedOf({ clientX, clientY, shiftKey, altKey }: Start): Pointed {
  const at: Point = [clientX, clientY];
  return {
    point: camera.getState().camera?.toGraph(at) ?? at,
    at,
    shift: shiftKey,
    alt: altKey,
  };
}

/** How far to move the view, px a frame; faster the nearer to the edge. */
function pull(bounds: DOMRect, [x, y]: Point): Point {
  const towards = (near: number, far: number) =>
    near < EDGE ? 1 - Math.max(0, near) / EDGE : far < EDGE ? Math.max(0, far) / EDGE - 1 : 0;
  return [
    SPEED * towards(x - bounds.left, bounds.right - x),
    SPEED * towards(y - bounds.top, bounds.bottom - y),
  ];
}
