import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { t } from '../text/text.ts';
import classes from './dialog.module.css';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly title: string;
  readonly description?: string;
  readonly isWide?: boolean;
  /** Cancel and a verb on the primary button. */
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
  /** Escape, the cross or a click beside it. */
  readonly onClose: () => void;
}

/** A modal dialog; it is open as long as it is rendered. */
export function Dialog(props: DialogProps) {
  const { title, description, isWide = false, footer, children, onClose } = props;
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={classes['backdrop'] ?? ''} />
        <Base.Popup
          ref={popup}
          initialFocus={() => firstOf(popup.current)}
          // It goes back by itself; the library would put it on something inside the place where it was.
          finalFocus={false}
          className={[classes['popup'], isWide && classes['wide']].filter(Boolean).join(' ')}
        >
          <header className={classes['header']}>
            <Base.Title className={classes['title'] ?? ''}>{title}</Base.Title>
            <Base.Close render={<IconButton icon={X} label={t('app.close')} />} />
          </header>
          {description !== undefined && (
            <Base.Description className={classes['description'] ?? ''}>
              {description}
            </Base.Description>
          )}
          <div className={classes['body']}>{children}</div>
          {footer !== undefined && <footer className={classes['footer']}>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

const FIRST = 'form input, input[type=search], [role=combobox], [role=tab][aria-selected=true]';

/** A field to fill in or the open tab, else the last button that can be pressed, which is the primary one; the cross would do nothing useful. */
function firstOf(popup: HTMLElement | null): HTMLElement | true {
  const found =
    popup?.querySelector<HTMLElement>(FIRST) ??
    [...(popup?.querySelectorAll<HTMLElement>('footer button:not(:disabled)') ?? [])].at(-1);
  return found ?? true;
}
