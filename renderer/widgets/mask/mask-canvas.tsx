import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { Painter } from './painter.ts';
import type { MaskedPicture } from './mask-files.ts';
import classes from './mask.module.css';
import type { Brush } from './paint.ts';

export interface MaskCanvasProps {
  readonly picture: MaskedPicture;
  readonly brush: Brush;
  readonly label: string;
  readonly onReady: (painter: Painter) => void;
  readonly onChange: () => void;
  /** Other keys: brush size, undo and so on. */
  readonly onKey: (event: KeyboardEvent) => void;
}

/** The picture to paint on: drag paints, middle or right drag pans, the wheel zooms, arrows and Space paint too. */
export function MaskCanvas({ picture, brush, label, onReady, onChange, onKey }: MaskCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter | null>(null);
  const panning = useRef(false);

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    element.width = element.clientWidth;
    element.height = element.clientHeight;
    const made = new Painter(element, picture, brush, onChange);
    painter.current = made;
    onReady(made);
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      made.zoom(Math.exp(-event.deltaY / 400), { x: event.offsetX, y: event.offsetY });
    };
    // React's own listener is passive and could not keep the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    element.focus();
    return () => element.removeEventListener('wheel', onWheel);
    // One painter for a picture; the brush is set below.
  }, [picture]);

  useEffect(() => {
    if (!painter.current) return;
    painter.current.brush = brush;
    painter.current.draw();
  }, [brush]);

  const pointOf = ({ nativeEvent }: PointerEvent) => {
    const { offsetX: x, offsetY: y } = nativeEvent;
    return painter.current?.at({ x, y }) ?? { x, y };
  };
  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    panning.current = event.button !== 0;
    if (!panning.current) painter.current?.begin(pointOf(event));
  };
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    if (panning.current && event.buttons !== 0)
      painter.current?.pan(event.movementX, event.movementY);
    else painter.current?.moveTo(pointOf(event));
  };
  const onPointerUp = () => {
    painter.current?.end();
    panning.current = false;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? LARGE_STEP : 1;
    const move = MOVES[event.key];
    const { current } = painter;
    if (move && current) {
      const { x, y } = current.cursor;
      current.moveTo({ x: x + move[0] * step, y: y + move[1] * step });
    } else if (event.key === ' ' && current) {
      if (!event.repeat) current.begin(current.cursor);
    } else return onKey(event);
    event.preventDefault();
    return event.stopPropagation();
  };
  return (
    <canvas
      ref={canvas}
      className={classes['canvas']}
      tabIndex={0}
      role="application"
      aria-label={label}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => event.key === ' ' && painter.current?.end()}
    />
  );
}

const LARGE_STEP = 10;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
