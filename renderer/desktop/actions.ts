import type { Action } from '../actions/action.ts';

/** What a browser has of its own. */
export const desktopActions: readonly Action[] = globalThis.window?.desktop
  ? [
      {
        id: 'window.new',
        title: 'action.window.new',
        section: 'file',
        keys: ['mod+Shift+N'],
        run: () => window.desktop?.newWindow(),
      },
    ]
  : [];
