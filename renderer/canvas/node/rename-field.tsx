import { useEffect, useRef } from 'react';
import classes from './node.module.css';

export interface RenameFieldProps {
  readonly label: string;
  readonly value: string;
  /** Null: nothing changes. */
  readonly onEnd: (name: string | null) => void;
}

/** A title that is being written, in its own place. */
export function RenameField({ label, value, onEnd }: RenameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => field.current?.select(), []);
  const end = (name: string | null) => {
    if (isOver.current) return;
    isOver.current = true;
    onEnd(name);
  };
  return (
    <input
      ref={field}
      aria-label={label}
      className={`${classes['rename']} nodrag`}
      defaultValue={value}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') end(event.currentTarget.value);
        if (event.key === 'Escape') end(null);
      }}
    />
  );
}
