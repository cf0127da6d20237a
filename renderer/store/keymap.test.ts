import { expect, test, vi } from 'vitest';

vi.stubGlobal('addEventListener', () => undefined);
const { conflicts, mapKeys } = await import('./keymap.ts');

const actions = [
  { id: 'save', keys: ['mod+S'] },
  { id: 'run', keys: ['mod+Enter', 'F5'] },
  { id: 'fit', keys: ['.'] },
  { id: 'dot', keys: ['.'] },
  { id: 'plain' },
];

test('keys run the action that declares them, the first of several', () => {
  const map = mapKeys(actions, {});
  expect(map.actionFor('F5')).toBe('run');
  expect(map.actionFor('.')).toBe('fit');
  expect(map.actionFor('mod+Q')).toBeUndefined();
  expect(map.keysFor('plain')).toEqual([]);
});

test("a person's own keys win over declared ones, the latest over all, and can be taken away", () => {
  expect(mapKeys(actions, { plain: ['F5'] }).actionFor('F5')).toBe('plain');
  expect(mapKeys(actions, { plain: ['F5'], dot: ['F5'] }).actionFor('F5')).toBe('dot');
  const without = mapKeys(actions, { run: [] });
  expect(without.actionFor('F5')).toBeUndefined();
  expect(without.keysFor('run')).toEqual([]);
});

test('actions that claim the same keys are told', () => {
  expect(conflicts(actions, mapKeys(actions, { save: ['.'] }), 'save')).toEqual(['fit', 'dot']);
  expect(conflicts(actions, mapKeys(actions, {}), 'run')).toEqual([]);
});
