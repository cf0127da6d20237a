import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import classes from './inspector.module.css';

/** A section that is folded until it is wanted. */
export function Fold({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className={classes['section']}>
      <button
        type="button"
        className={classes['fold']}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={12} aria-hidden />
        {title}
      </button>
      {isOpen && children}
    </div>
  );
}
