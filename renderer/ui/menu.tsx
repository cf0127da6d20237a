import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import type { ReactElement } from 'react';
import { actionOf, runAction } from '../actions/index.ts';
import { shownKeys } from '../actions/keys.ts';
import { isMac } from '../actions/platform.ts';
import { keymap } from '../store/keymap.ts';
import { t } from '../text/text.ts';
import classes from './menu.module.css';

export type MenuEntry =
  /** An action, by its id; or `separator`. */
  | string
  | {
      readonly label: string;
      readonly isDisabled?: boolean;
      readonly isChecked?: boolean;
      readonly run: () => void;
    }
  | { readonly label: string; readonly entries: readonly MenuEntry[] };

export interface MenuProps {
  /** Made when the menu opens. */
  readonly entries: () => readonly MenuEntry[];
  /** The button that opens it. */
  readonly children: ReactElement;
}

export function Menu({ entries, children }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Popup entries={entries} />
    </Base.Root>
  );
}

/** Opens at the pointer, or by the keyboard's menu key on what it wraps. */
export function ContextMenu({ entries, children }: MenuProps) {
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={children} />
      <Popup entries={entries} finalFocus={false} />
    </BaseContext.Root>
  );
}

interface PopupProps extends Pick<MenuProps, 'entries'> {
  /** Whether the focus goes to the trigger when it closes, which is right for buttons alone. */
  readonly finalFocus?: boolean;
}

function Popup({ entries, finalFocus = true }: PopupProps) {
  return (
    <Base.Portal>
      <Base.Positioner className={classes['positioner'] ?? ''} sideOffset={4}>
        <Base.Popup className={classes['popup'] ?? ''} finalFocus={finalFocus}>
          <Entries entries={entries} />
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

function Entries({ entries }: Pick<MenuProps, 'entries'>) {
  return entries().map((entry, i) => <Entry key={keyOf(entry, i)} entry={entry} />);
}

function keyOf(entry: MenuEntry, i: number): string {
  return entry === 'separator' ? `separator-${i}` : typeof entry === 'string' ? entry : entry.label;
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry === 'separator') return <Base.Separator className={classes['separator'] ?? ''} />;
  if (typeof entry === 'string') return <ActionEntry id={entry} />;
  if ('entries' in entry) {
    return (
      <Base.SubmenuRoot>
        <Base.SubmenuTrigger className={classes['item'] ?? ''}>
          <span className={classes['mark']} />
          {entry.label}
          <ChevronRight className={classes['keys']} size={12} aria-hidden />
        </Base.SubmenuTrigger>
        <Popup entries={() => entry.entries} />
      </Base.SubmenuRoot>
    );
  }
  return <Item {...entry} />;
}

function ActionEntry({ id }: { readonly id: string }) {
  const action = actionOf(id);
  if (!action) return null;
  const keys = keymap.getState().keysFor(id)[0];
  return (
    <Item
      label={t(action.title)}
      isDisabled={!(action.isEnabled?.() ?? true)}
      isChecked={action.isChecked?.() ?? false}
      keys={keys}
      run={() => runAction(id)}
    />
  );
}

interface ItemProps {
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly isChecked?: boolean;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

function Item({ label, isDisabled = false, isChecked = false, keys, run }: ItemProps) {
  return (
    <Base.Item className={classes['item'] ?? ''} disabled={isDisabled} onClick={run}>
      <span className={classes['mark']}>{isChecked && <Check size={12} aria-hidden />}</span>
      {label}
      {keys !== undefined && <kbd className={classes['keys']}>{shownKeys(keys, isMac)}</kbd>}
    </Base.Item>
  );
}
