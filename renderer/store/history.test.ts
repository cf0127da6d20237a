import { expect, test } from 'vitest';
import { NO_HISTORY, record, redo, undo, type History } from './history.ts';

const start: History<number> = NO_HISTORY;

test('undo gives the value before, redo the one after', () => {
  const history = record(record(start, 0, 'one', null, 0), 1, 'two', null, 0);
  const back = undo(history, 2);
  expect(back).toMatchObject({ value: 1, label: 'two' });
  expect(undo(back?.history ?? start, 1)).toMatchObject({ value: 0, label: 'one' });
  expect(redo(back?.history ?? start, 1)).toMatchObject({ value: 2, label: 'two' });
  expect(undo(start, 0)).toBeNull();
  expect(redo(start, 0)).toBeNull();
});

test('steps of one group within a second are undone together', () => {
  let history = record(start, 0, 'drag', 'a', 0);
  history = record(history, 1, 'drag', 'a', 900);
  history = record(history, 2, 'drag', 'a', 1800);
  history = record(history, 3, 'drag', 'a', 3000);
  expect(history.past.map(({ before }) => before)).toEqual([0, 3]);
  history = record(history, 4, 'drag', 'b', 3001);
  history = record(history, 5, 'other', null, 3002);
  history = record(history, 6, 'other', null, 3003);
  expect(history.past.map(({ before }) => before)).toEqual([0, 3, 4, 5, 6]);
});

test('a step after an undo forgets what was undone', () => {
  const back = undo(record(start, 0, 'one', 'a', 0), 1);
  const history = record(back?.history ?? start, 0, 'two', 'a', 1);
  expect(history.future).toEqual([]);
  expect(history.past.map(({ label }) => label)).toEqual(['two']);
});
