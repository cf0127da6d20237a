import { Menu } from 'electron';
import type { DesktopMenu } from '../protocol/desktop.ts';
import { tell, type AppWindow } from './app-windows.ts';
import type { Files } from './files/files.ts';
import { menuTemplate } from './menu-template.ts';

/** The menus of the window in front. */
export interface Menus {
  set(window: AppWindow, menus: readonly DesktopMenu[]): void;
  /** Where the system shows no menu bar, at a point of the page. */
  popUp(window: AppWindow, place: { readonly x: number; readonly y: number }): void;
  show(window: AppWindow): void;
}

interface Parts {
  readonly platform: NodeJS.Platform;
  readonly files: () => Files;
  readonly onRecent: (window: AppWindow, path: string) => void;
}

export function createMenus({ platform, files, onRecent }: Parts): Menus {
  const build = (window: AppWindow) =>
    Menu.buildFromTemplate(
      menuTemplate(window.menus, {
        platform,
        recent: files().recent(),
        onAction: (id) => tell(window, 'menuAction', id),
        onRecent: (path) => onRecent(window, path),
        onClearRecent: () => files().clearRecent(),
      }),
    );
  const show = (window: AppWindow) => Menu.setApplicationMenu(build(window));
  return {
    set(window, menus) {
      window.menus = menus;
      if (window.window.isFocused()) show(window);
    },
    popUp: (window, place) => build(window).popup({ window: window.window, ...place }),
    show,
  };
}
