import { useEffect, useRef, type PointerEvent, type ReactNode, type RefObject } from 'react';
import { followPointer } from '../ui/follow-pointer.ts';
import classes from './viewer.module.css';
import type { ViewportControl } from './use-viewport.ts';
import type { Place } from './viewport.ts';

export interface FrameProps {
  readonly label: string;
  readonly control: ViewportControl;
  readonly frame?: RefObject<HTMLDivElement | null>;
  readonly children: ReactNode;
}

const WHEEL_STEP = 0.0015;

/** The window onto a picture: the wheel zooms where it points, dragging moves, a double click fits or shows 100%. */
export function Frame({ label, control, frame, children }: FrameProps) {
  const own = useRef<HTMLDivElement>(null);
  const element = frame ?? own;
  const latest = useRef(control);
  latest.current = control;

  useEffect(() => {
    const { current } = element;
    const onWheel = (event: WheelEvent) => {
      // Else the browser zooms or scrolls the page.
      event.preventDefault();
      const pixels =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
      latest.current.zoomBy(Math.exp(-pixels * WHEEL_STEP), fromMiddle(event, current));
    };
    current?.addEventListener('wheel', onWheel, { passive: false });
    return () => current?.removeEventListener('wheel', onWheel);
  }, [element]);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button > 1) return;
    const target = event.currentTarget;
    let { clientX, clientY } = event;
    followPointer(target, event.pointerId, (move) => {
      latest.current.panBy({ x: move.clientX - clientX, y: move.clientY - clientY });
      ({ clientX, clientY } = move);
    });
  };

  return (
    <div
      ref={element}
      role="group"
      aria-label={label}
      tabIndex={0}
      className={classes['frame']}
      onPointerDown={onPointerDown}
      onDoubleClick={() => (control.isFitted ? control.showActualSize() : control.fit())}
    >
      {children}
    </div>
  );
}

function fromMiddle({ clientX, clientY }: MouseEvent, element: Element | null): Place {
  const { left = 0, top = 0, width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
}
