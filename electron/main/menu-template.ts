import type { MenuItemConstructorOptions as Item } from 'electron';
import type { DesktopMenu, DesktopMenuItem, FileName } from '../protocol/desktop.ts';
import { texts } from './texts.ts';

interface Choices {
  readonly platform: NodeJS.Platform;
  readonly recent: readonly FileName[];
  readonly onAction: (id: string) => void;
  readonly onRecent: (path: string) => void;
  readonly onClearRecent: () => void;
}

/**
 * Electron's menus for those of a page. The page acts on its keys itself, so that they do the same in a browser; the
 * menu shows them. macOS asks for its own first menu, and for Window.
 */
export function menuTemplate(menus: readonly DesktopMenu[], choices: Choices): Item[] {
  const own = menus.map(({ label, items }) => ({
    label,
    submenu: items.map((item) => menuItem(item, choices)),
  }));
  const shown: Item[] = own.length > 0 ? own : [{ label: texts.edit, role: 'editMenu' }];
  if (choices.platform !== 'darwin') return shown;
  return [{ role: 'appMenu' }, ...shown, { label: texts.window, role: 'windowMenu' }];
}

function menuItem(item: DesktopMenuItem, choices: Choices): Item {
  if (item.type === 'separator') return { type: 'separator' };
  if (item.type === 'recent') return { label: item.label, submenu: recentItems(choices) };
  const { id, label, enabled, accelerator, checked } = item;
  return {
    id,
    label: escapeMnemonic(label, choices.platform),
    enabled,
    click: () => choices.onAction(id),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
    ...(checked === undefined ? {} : { type: 'checkbox', checked }),
  };
}

function recentItems({ platform, recent, onRecent, onClearRecent }: Choices): Item[] {
  if (recent.length === 0) return [{ label: texts.noRecent, enabled: false }];
  return [
    ...recent.map(({ path, name }) => ({
      label: escapeMnemonic(name, platform),
      toolTip: path,
      click: () => onRecent(path),
    })),
    { type: 'separator' },
    { label: texts.clearRecent, click: onClearRecent },
  ];
}

/** An ampersand marks the key of an entry, except on macOS. */
function escapeMnemonic(label: string, platform: NodeJS.Platform): string {
  return platform === 'darwin' ? label : label.replaceAll('&', '&&');
}
