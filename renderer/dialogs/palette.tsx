import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { closeDialog } from '../store/dialogs.ts';
import classes from './palette.module.css';

/** A search over the window; Escape closes it. */
export function Palette({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closeDialog()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={classes['backdrop'] ?? ''} />
        <Dialog.Popup className={classes['popup'] ?? ''} aria-label={title} finalFocus={false}>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
