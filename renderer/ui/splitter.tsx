import type { KeyboardEvent, PointerEvent } from 'react';
import { appearance } from '../store/appearance.ts';
import { followPointer } from './follow-pointer.ts';
import classes from './splitter.module.css';

export interface SplitterProps {
  readonly label: string;
  /** `x`: between left and right. */
  readonly axis: 'x' | 'y';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Dragging right or down makes the value smaller. */
  readonly isReversed?: boolean;
  readonly onChange: (value: number) => void;
}

const STEP = 16;

/** The edge of a panel, dragged or moved by arrow keys. */
export function Splitter(props: SplitterProps) {
  const { label, axis, value, min, max, isReversed = false, onChange } = props;
  const set = (size: number) => onChange(Math.round(Math.min(max, Math.max(min, size))));
  const sign = isReversed ? -1 : 1;
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const start = axis === 'x' ? event.clientX : event.clientY;
    const scale = appearance.getState().scale / 100;
    followPointer(event.currentTarget, event.pointerId, (move) =>
      set(value + (sign * ((axis === 'x' ? move.clientX : move.clientY) - start)) / scale),
    );
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    const [less, more] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (key === less) set(value - sign * STEP);
    if (key === more) set(value + sign * STEP);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      className={classes[axis]}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
