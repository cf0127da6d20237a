import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { isMac } from '../actions/platform.ts';
import { shownKeys } from '../actions/keys.ts';
import classes from './tooltip.module.css';

export interface TooltipProps {
  readonly label: string;
  readonly keys?: string | undefined;
  /** A single element that takes a ref and props. */
  readonly children: ReactElement;
}

/** Escape closes it and what it is in, rather than first one and then the other. */
export function Tooltip({ label, keys, children }: TooltipProps) {
  return (
    <Base.Root onOpenChange={(_isOpen, details) => details.allowPropagation()}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6}>
          <Base.Popup className={classes['tooltip'] ?? ''}>
            {label}
            {keys !== undefined && <kbd>{shownKeys(keys, isMac)}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
