import { expect, test } from 'vitest';
import { highestId, newUuid, nextId, readId, uniqueName, writeId } from './ids.ts';

test('whole numbers are written as numbers, other ids as texts', () => {
  for (const id of [5, 0, -10, 'a', '05', '1.5', '', '__proto__', '9007199254740993']) {
    expect(writeId(readId(id) ?? '')).toBe(id);
  }
  expect(writeId(readId('7') ?? '')).toBe(7);
  expect(readId(null)).toBeNull();
});

test('new ids go on from the highest, but not from absurd ones', () => {
  expect(nextId({ 3: 0, 10: 0, a: 0 })).toBe('11');
  expect(highestId(['Infinity', '9007199254740991', '1e30', '4.5'], 2)).toBe(2);
});

test('names are made unique', () => {
  expect(uniqueName('a', new Set(['a', 'a (2)']))).toBe('a (3)');
});

test('random ids have the form that files expect', () => {
  expect(newUuid()).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});
