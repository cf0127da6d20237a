import { expect, test } from 'vitest';
import { keysOf, shownKeys, splitKeys, writesText, type Pressed } from './keys.ts';

const press = (key: string, code: string, down: Partial<Pressed> = {}): Pressed => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...down,
});

test.each([
  [press('k', 'KeyK', { ctrlKey: true }), 'mod+K'],
  [press('K', 'KeyK', { ctrlKey: true, shiftKey: true }), 'mod+Shift+K'],
  [press('∂', 'KeyD', { altKey: true }), 'Alt+D'],
  [press('1', 'Digit1', { altKey: true }), 'Alt+1'],
  [press('Enter', 'Enter', { ctrlKey: true, altKey: true }), 'mod+Alt+Enter'],
  [press(' ', 'Space'), 'Space'],
  [press('.', 'Period'), '.'],
  [press('?', 'Slash', { shiftKey: true }), '?'],
  [press('z', 'KeyY', { ctrlKey: true }), 'mod+Z'],
  [press('F5', 'F5'), 'F5'],
  [press('=', 'Equal', { altKey: true }), 'Alt+='],
])('%j is %s', (event, keys) => {
  expect(keysOf(event, false)).toBe(keys);
});

test('mod is Cmd on a Mac', () => {
  expect(keysOf(press('s', 'KeyS', { metaKey: true }), true)).toBe('mod+S');
  expect(keysOf(press('s', 'KeyS', { ctrlKey: true }), true)).toBe('S');
});

test('people see signs of their own system', () => {
  expect(shownKeys('mod+Shift+K', false)).toBe('Ctrl Shift K');
  expect(shownKeys('mod+Shift+K', true)).toBe('⌘⇧K');
  expect(splitKeys('mod++')).toEqual(['mod', '+']);
});

test('what writes in a field is told from commands', () => {
  expect(['N', '.', 'Space', 'Shift+R'].every(writesText)).toBe(true);
  expect(['mod+N', 'F5', 'Escape', 'Alt+C', 'Delete'].some(writesText)).toBe(false);
});
