import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { sizeOf } from '../number/use-number-drag.ts';
import classes from './curve.module.css';

export interface CurveHandleProps {
  readonly label: string;
  readonly axis: 'x' | 'y';
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly text: string;
  /** What a movement of the pointer from where it was taken makes of the value; in pixels of the drawing. */
  readonly moved: (from: number, dx: number, dy: number) => number;
  readonly onChange: (value: number) => void;
}

/** A point of the curve that can be dragged, or moved by the arrow keys. */
export function CurveHandle(props: CurveHandleProps) {
  const { label, axis, x, y, value, min, max, step, text, moved, onChange } = props;
  const drag = useRef<{ x: number; y: number; value: number } | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const size = sizeOf(event) === 'coarse' ? step * 10 : step;
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: value + size,
      ArrowRight: value + size,
      ArrowDown: value - size,
      ArrowLeft: value - size,
      Home: min,
      End: max,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(Math.min(Math.max(next, min), max));
  };
  const onPointerDown = (event: PointerEvent<SVGCircleElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY, value };
  };
  const onPointerMove = (event: PointerEvent<SVGCircleElement>) => {
    if (!drag.current) return;
    const svg = event.currentTarget.ownerSVGElement;
    const scale = svg ? svg.clientWidth / svg.getBoundingClientRect().width : 1;
    const [dx, dy] = [event.clientX - drag.current.x, event.clientY - drag.current.y];
    const next = moved(drag.current.value, dx * scale, dy * scale);
    onChange(Math.min(Math.max(next, min), max));
  };
  return (
    <circle
      className={classes[axis === 'x' ? 'handleX' : 'handleY']}
      cx={x}
      cy={y}
      r={4}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === 'x' ? 'horizontal' : 'vertical'}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuetext={text}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
    />
  );
}
