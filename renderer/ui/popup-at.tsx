import { useRef, type ReactNode } from 'react';
import classes from './popup-at.module.css';

export interface PopupAtProps {
  readonly label: string;
  /** In the window, px; it stays whole within it. */
  readonly at: readonly [x: number, y: number];
  readonly children: ReactNode;
  readonly onClose: () => void;
}

const WIDTH = 320;
const HEIGHT = 360;
const MARGIN = 8;

/** A popup at a place. Escape and leaving it close it. */
export function PopupAt({ label, at, children, onClose }: PopupAtProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={popup}
      role="dialog"
      aria-label={label}
      className={classes['popup']}
      style={{
        left: Math.max(MARGIN, Math.min(at[0], innerWidth - WIDTH - MARGIN)),
        top: Math.max(MARGIN, Math.min(at[1], innerHeight - HEIGHT - MARGIN)),
        width: WIDTH,
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onClose();
      }}
      onBlur={({ relatedTarget }) => {
        if (!popup.current?.contains(relatedTarget)) onClose();
      }}
    >
      {children}
    </div>
  );
}
