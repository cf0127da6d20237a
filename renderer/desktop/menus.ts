/** The desktop's menu bar, from the actions. */
import type { DesktopMenu, DesktopMenuItem } from '../../electron/protocol/desktop.ts';
import type { Action, Section } from '../actions/action.ts';
import { splitKeys } from '../actions/keys.ts';
import { t } from '../text/text.ts';

const SECTIONS: readonly Section[] = ['file', 'edit', 'view', 'run', 'node', 'help'];
/** The action after which the files used last are listed. */
const OPEN = 'file.open';

const ELECTRON_KEYS: Readonly<Record<string, string>> = {
  mod: 'CmdOrCtrl',
  '+': 'Plus',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

export function desktopMenus(
  actions: readonly Action[],
  keysFor: (id: string) => readonly string[],
): DesktopMenu[] {
  return SECTIONS.map((section) => ({
    id: section,
    label: t(`action.section.${section}`),
    items: actions
      .filter((action) => action.section === section)
      .flatMap((action) => withRecent(action.id, itemOf(action, keysFor(action.id)[0]))),
  })).filter(({ items }) => items.length > 0);
}

function itemOf(action: Action, keys: string | undefined): DesktopMenuItem {
  const checked = action.isChecked?.();
  return {
    type: 'action',
    id: action.id,
    label: t(action.title),
    enabled: action.isEnabled?.() ?? true,
    ...(keys === undefined ? {} : { accelerator: accelerator(keys) }),
    ...(checked === undefined ? {} : { checked }),
  };
}

function withRecent(id: string, item: DesktopMenuItem): DesktopMenuItem[] {
  return id === OPEN ? [item, { type: 'recent', label: t('desktop.recent') }] : [item];
}

/** Keys as Electron writes them. */
export function accelerator(keys: string): string {
  return splitKeys(keys)
    .map((part) => ELECTRON_KEYS[part] ?? part)
    .join('+');
}
