import { useRef, type PointerEvent, type SyntheticEvent } from 'react';
import type { Numeric } from './arithmetic.ts';
import { shareOf, stepped, valueAt, type NumberRange, type StepSize } from './number-value.ts';

/** Movement that is not yet a drag. */
const SLOP = 3;
const PIXELS_PER_STEP = 4;

interface Drag {
  readonly startX: number;
  x: number;
  isMoving: boolean;
  value: Numeric;
  /** Of a slider: the exact share. */
  share: number;
  /** Part of a step that the pointer has gone. */
  rest: number;
}

export function sizeOf(event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): StepSize {
  if (event.shiftKey) return 'fine';
  return event.ctrlKey || event.metaKey ? 'coarse' : 'normal';
}

/** Not of a menu that hangs at the element: React hands its events on as well. */
export function isWithin({ target, currentTarget }: SyntheticEvent<HTMLElement>): boolean {
  return target instanceof Node && currentTarget.contains(target);
}

export interface NumberDrag {
  readonly range: NumberRange;
  readonly value: Numeric;
  readonly isSlider: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (value: Numeric) => void;
}

/** Changes a number by dragging sideways: Shift is fine, Ctrl coarse. A slider follows the pointer along its width. */
export function useNumberDrag({ range, value, isSlider, isDisabled, onChange }: NumberDrag) {
  const drag = useRef<Drag | null>(null);
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0 || isDisabled || !isWithin(event)) return;
      const x = event.clientX;
      drag.current = {
        startX: x,
        x,
        isMoving: false,
        value,
        share: shareOf(range, value),
        rest: 0,
      };
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const state = drag.current;
      if (!state) return;
      if (event.buttons === 0) {
        drag.current = null;
        return;
      }
      if (!state.isMoving && Math.abs(event.clientX - state.startX) < SLOP) return;
      if (!state.isMoving) {
        // Not before: a captured pointer takes clicks away from what is under it.
        event.currentTarget.setPointerCapture(event.pointerId);
        state.isMoving = true;
      }
      const moved = event.clientX - state.x;
      state.x = event.clientX;
      const size = sizeOf(event);
      if (isSlider) {
        const { width } = event.currentTarget.getBoundingClientRect();
        state.share += (moved / width) * (size === 'fine' ? 0.1 : 1);
        state.value = valueAt(range, state.share);
      } else {
        state.rest += moved / PIXELS_PER_STEP;
        const count = Math.trunc(state.rest);
        state.rest -= count;
        if (count !== 0) state.value = stepped(range, state.value, count, size);
      }
      onChange(state.value);
    },
    onPointerUp() {
      drag.current = null;
    },
    onPointerCancel() {
      drag.current = null;
    },
  };
}
