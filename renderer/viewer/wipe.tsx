import type { KeyboardEvent, PointerEvent } from 'react';
import { t } from '../text/text.ts';
import { followPointer } from '../ui/follow-pointer.ts';
import classes from './viewer.module.css';

export interface WipeProps {
  /** Share of the frame that shows A, 0 to 1. */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -0.01,
  ArrowRight: 0.01,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

/** The edge between A and B, dragged or moved by keys. */
export function Wipe({ value, onChange }: WipeProps) {
  const set = (share: number) => onChange(Math.min(1, Math.max(0, share)));
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    const handle = event.currentTarget;
    const frame = handle.parentElement?.getBoundingClientRect();
    followPointer(handle, event.pointerId, (move) => {
      if (frame) set((move.clientX - frame.left) / frame.width);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(value + step);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t('viewer.wipe')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      className={classes['wipe']}
      style={{ left: `${value * 100}%` }}
      onPointerDown={onPointerDown}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={onKeyDown}
    />
  );
}
