/** Keeps the desktop's menus, title and colours as the page's. */
import type { DesktopApi } from '../../electron/protocol/desktop.ts';
import { actions } from '../actions/index.ts';
import { appearance } from '../store/appearance.ts';
import { keymap } from '../store/keymap.ts';
import { layout } from '../store/layout.ts';
import { runs } from '../store/run/runs.ts';
import { activeTab, isUnsaved, workspace } from '../store/workspace.ts';
import { t } from '../text/text.ts';
import { desktopMenus } from './menus.ts';

/** Menus change with each edit; nobody opens one that fast. */
const SETTLE_MS = 200;

/** Calls `send` with what `read` gives, now and after changes, whenever it differs from the last. */
function keepSent<T>(
  stores: readonly { subscribe(listener: () => void): unknown }[],
  read: () => T,
  send: (value: T) => void,
): void {
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = () => {
    timer = undefined;
    const value = read();
    const text = JSON.stringify(value);
    if (text !== last) send(value);
    last = text;
  };
  for (const store of stores) store.subscribe(() => (timer ??= setTimeout(update, SETTLE_MS)));
  update();
}

export function followMenus(desktop: DesktopApi): void {
  keepSent(
    [workspace, layout, runs, keymap],
    () => desktopMenus(actions, (id) => keymap.getState().keysFor(id)),
    (menus) => void desktop.setMenu(menus),
  );
}

export function followDocument(desktop: DesktopApi): void {
  keepSent(
    [workspace],
    () => {
      const name = activeTab()?.name;
      const title = name === undefined ? t('app.name') : `${name} - ${t('app.name')}`;
      return {
        title: title.slice(0, 200),
        unsaved: workspace.getState().tabs.filter(isUnsaved).length,
      };
    },
    (document) => void desktop.setDocument(document),
  );
}

/** The colours are those of the title bar; the system's own change the attribute that is watched. */
export function followTheme(desktop: DesktopApi): void {
  const root = document.documentElement;
  const changes = {
    subscribe(listener: () => void) {
      appearance.subscribe(listener);
      new MutationObserver(listener).observe(root, { attributeFilter: ['data-theme'] });
    },
  };
  keepSent(
    [changes],
    () => {
      const style = getComputedStyle(root);
      const colour = (token: string) => style.getPropertyValue(token).trim();
      return {
        source: appearance.getState().theme,
        background: colour('--panel'),
        text: colour('--text'),
      };
    },
    (theme) => void desktop.setTheme(theme),
  );
}
