import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import type { DesktopMenu } from '../protocol/desktop.ts';
import { menuTemplate } from './menu-template.ts';

const FILE: DesktopMenu = {
  id: 'file',
  label: 'File',
  items: [
    { type: 'action', id: 'file.save', label: 'Save', accelerator: 'CmdOrCtrl+S', enabled: true },
    { type: 'separator' },
    { type: 'recent', label: 'Open recent' },
    { type: 'action', id: 'view.grid', label: 'Snap & grid', enabled: false, checked: true },
  ],
};

function build(
  platform: NodeJS.Platform,
  menus = [FILE],
  recent = [{ path: '/a/b.json', name: 'b & c.json' }],
) {
  const heard = {
    onAction: vi.fn<(id: string) => void>(),
    onRecent: vi.fn<(path: string) => void>(),
    onClearRecent: vi.fn<() => void>(),
  };
  const template = menuTemplate(menus, { platform, recent, ...heard });
  return { template, heard };
}

const submenu = (item: MenuItemConstructorOptions | undefined) =>
  (item?.submenu ?? []) as MenuItemConstructorOptions[];
const click = (item: MenuItemConstructorOptions | undefined) =>
  (item?.click as (() => void) | undefined)?.();

test('an action shows its key, which the page acts on, and tells the page when chosen', () => {
  const { template, heard } = build('linux');
  const save = submenu(template[0])[0];
  expect(save).toMatchObject({
    id: 'file.save',
    label: 'Save',
    enabled: true,
    accelerator: 'CmdOrCtrl+S',
    registerAccelerator: false,
  });
  click(save);
  expect(heard.onAction).toHaveBeenCalledExactlyOnceWith('file.save');
});

test('a toggle is ticked, and its ampersand is no key', () => {
  expect(submenu(build('linux').template[0])[3]).toMatchObject({
    type: 'checkbox',
    checked: true,
    enabled: false,
    label: 'Snap && grid',
  });
  expect(submenu(build('darwin').template[1])[3]).toMatchObject({ label: 'Snap & grid' });
});

test('recent files are opened by path, and the list can be cleared', () => {
  const { template, heard } = build('win32');
  const recent = submenu(submenu(template[0])[2]);
  expect(recent.map(({ label }) => label)).toEqual(['b && c.json', undefined, 'Clear this list']);
  click(recent[0]);
  expect(heard.onRecent).toHaveBeenCalledExactlyOnceWith('/a/b.json');
  click(recent[2]);
  expect(heard.onClearRecent).toHaveBeenCalledOnce();
});

test('without recent files the list says so', () => {
  const recent = submenu(submenu(build('linux', [FILE], []).template[0])[2]);
  expect(recent).toEqual([{ label: 'No files yet', enabled: false }]);
});

test('macOS gets its own menus around those of the page', () => {
  const roles = (platform: NodeJS.Platform) => build(platform).template.map(({ role }) => role);
  expect(roles('darwin')).toEqual(['appMenu', undefined, 'windowMenu']);
  expect(roles('linux')).toEqual([undefined]);
});

test('until a page has set its menus, text can be edited', () => {
  expect(build('linux', []).template).toEqual([{ label: 'Edit', role: 'editMenu' }]);
});
