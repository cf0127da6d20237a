import { showView, toggleDrawer, toggleLeft, layout, type View } from '../store/layout.ts';
import type { Action } from './action.ts';

const VIEWS: readonly { readonly view: View; readonly keys: string }[] = [
  { view: 'graph', keys: 'Alt+1' },
  { view: 'form', keys: 'Alt+2' },
  { view: 'viewer', keys: 'Alt+4' },
];

export const viewActions: readonly Action[] = [
  ...VIEWS.map(({ view, keys }): Action => ({
    id: `view.${view}`,
    title: `action.view.${view}`,
    section: 'view',
    keys: [keys],
    isChecked: () => layout.getState().view === view,
    run: () => showView(view),
  })),
  ...(
    [
      ['nodes', 'N'],
      ['models', 'M'],
      ['workflows', 'W'],
    ] as const
  ).map(([panel, key]): Action => ({
    id: `panel.${panel}`,
    title: `action.panel.${panel}`,
    section: 'view',
    keys: [key],
    isChecked: () => layout.getState().left === panel,
    run: () => toggleLeft(panel),
  })),
  {
    id: 'drawer.queue',
    title: 'action.drawer.queue',
    section: 'view',
    keys: ['Q', 'H'],
    run: () => toggleDrawer('queue'),
  },
  {
    id: 'drawer.log',
    title: 'action.drawer.log',
    section: 'view',
    keys: ['mod+`'],
    run: () => toggleDrawer('log'),
  },
];
