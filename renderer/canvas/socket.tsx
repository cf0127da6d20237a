import type { ReactElement } from 'react';
import { socketLook, type SocketShape } from './socket-look.ts';

const HOLLOW = { fill: 'var(--raised)', stroke: 'currentColor' } as const;
const SHAPES: { readonly [shape in SocketShape]: ReactElement } = {
  square: <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" />,
  triangle: <path d="M6 1l5.2 9.5H.8z" />,
  diamond: <path d="M6 .4 11.6 6 6 11.6.4 6z" />,
  disc: <circle cx="6" cy="6" r="5" />,
  hexagon: <path d="M3.2 1.2h5.6L11.6 6 8.8 10.8H3.2L.4 6z" />,
  frame: <rect x="2.5" y="2.5" width="7" height="7" rx="0.5" {...HOLLOW} strokeWidth="3" />,
  halfDisc: (
    <>
      <path d="M6 1a5 5 0 0 1 0 10z" />
      <path d="M6 1.7a4.3 4.3 0 0 0 0 8.6z" {...HOLLOW} strokeWidth="1.4" />
    </>
  ),
  star: <path d="M6 0l1.6 4.2 4.4.2-3.4 2.8 1.2 4.3L6 9.1l-3.8 2.4 1.2-4.3L0 4.4l4.4-.2z" />,
  cross: <path d="M4 .8h4V4h3.2v4H8v3.2H4V8H.8V4H4z" />,
  ring: <circle cx="6" cy="6" r="3.1" {...HOLLOW} strokeWidth="1.8" />,
  pentagon: <path d="M6 .6l5.4 3.9-2.1 6.3H2.7L.6 4.5z" />,
};

export interface SocketShapeProps {
  readonly type: string;
  /** px */
  readonly size?: number;
  readonly className?: string | undefined;
}

/** The sign of a type. */
export function SocketSign({ type, size = 12, className }: SocketShapeProps) {
  const { shape, color } = socketLook(type);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      style={{ color, fill: 'currentColor', overflow: 'visible' }}
      className={className}
      aria-hidden
    >
      {SHAPES[shape]}
    </svg>
  );
}
