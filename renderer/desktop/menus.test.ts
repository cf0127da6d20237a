import { expect, test } from 'vitest';
import type { Action } from '../actions/action.ts';
import { accelerator, desktopMenus } from './menus.ts';

test.each([
  ['mod+Shift+S', 'CmdOrCtrl+Shift+S'],
  ['mod++', 'CmdOrCtrl+Plus'],
  ['Alt+ArrowLeft', 'Alt+Left'],
  ['F5', 'F5'],
])('%s is %s to Electron', (keys, expected) => {
  expect(accelerator(keys)).toBe(expected);
});

test('actions become menus by section, with their keys and states; sections without any are left out', () => {
  const run = () => undefined;
  const actions: Action[] = [
    { id: 'view.graph', title: 'app.view.graph', section: 'view', isChecked: () => true, run },
    { id: 'file.open', title: 'app.close', section: 'file', isEnabled: () => false, run },
  ];
  const menus = desktopMenus(actions, (id) => (id === 'file.open' ? ['mod+O', 'Alt+O'] : []));
  expect(menus).toEqual([
    {
      id: 'file',
      label: 'File',
      items: [
        {
          type: 'action',
          id: 'file.open',
          label: 'Close',
          enabled: false,
          accelerator: 'CmdOrCtrl+O',
        },
        { type: 'recent', label: 'Recent files' },
      ],
    },
    {
      id: 'view',
      label: 'View',
      items: [{ type: 'action', id: 'view.graph', label: 'Graph', enabled: true, checked: true }],
    },
  ]);
});
