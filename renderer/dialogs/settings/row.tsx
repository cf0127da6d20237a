import type { ReactNode } from 'react';
import classes from './settings.module.css';

export interface RowProps {
  readonly label: string;
  readonly note?: string | undefined;
  readonly error?: string | null;
  readonly children: ReactNode;
}

/** A setting: its name, its field, what it means, and what was wrong with the last change. */
export function Row({ label, note, error, children }: RowProps) {
  return (
    <div className={classes['row']}>
      <span className={classes['label']}>{label}</span>
      <div className={classes['value']}>
        {children}
        {note !== undefined && <p className={classes['note']}>{note}</p>}
        {error && (
          <p className={classes['error']} role="alert">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}
