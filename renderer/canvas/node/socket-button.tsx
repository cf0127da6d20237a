import { memo } from 'react';
import { t } from '../../text/text.ts';
import { useLive } from '../live.ts';
import { takes } from '../scene/connect-target.ts';
import { SocketSign } from '../socket.tsx';
import classes from './socket.module.css';

export interface SocketButtonProps {
  readonly node: string;
  readonly side: 'input' | 'output';
  /** Input's name, or the output's slot as text: what the document calls it. */
  readonly socket: string;
  /** As shown. */
  readonly name: string;
  readonly type: string;
  /** The node that an input is linked to, any text for a used output; null when free. */
  readonly from: string | null;
  readonly y: number;
  /** A widget's socket shows while it is used or could be. */
  readonly isQuiet?: boolean;
}

/** A place to plug a link into. */
export const SocketButton = memo(function SocketButton(props: SocketButtonProps) {
  const { node, side, socket, name, type, from, y, isQuiet = false } = props;
  const fit = useLive(({ connecting }) => {
    if (!connecting) return null;
    const isOtherSide = connecting.fixed === 'from' ? side === 'input' : side === 'output';
    return isOtherSide && takes(connecting, node, type) ? 'fits' : 'unfit';
  });
  const label =
    side === 'output'
      ? t(from === null ? 'canvas.socket.output' : 'canvas.socket.used', { name, type })
      : from === null
        ? t('canvas.socket.input', { name, type })
        : t('canvas.socket.linked', { name, type, from });
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes['socket']}
      style={{ top: y - 10 }}
      aria-label={label}
      data-socket={socket}
      data-side={side}
      data-node={node}
      data-fit={fit}
      data-quiet={isQuiet && from === null ? '' : undefined}
    >
      <SocketSign type={type} />
    </button>
  );
});
