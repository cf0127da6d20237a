import { expect, test } from 'vitest';
import { joinWords, rowsSaying, sideBySide, withRows, type Words } from './words.ts';

const prompt = 'A red cat, redder than  Red\ncats';
/** A row a word, after one that stands for nothing. */
const words: Words = {
  texts: [prompt],
  rows: [
    [],
    ...[...prompt.matchAll(/\w+/g)].map(({ index, 0: word }) => [
      [0, index, index + word.length] as const,
    ]),
  ],
};

test.each([
  ['red', [2, 6]],
  ['RED  cat', [2, 3]],
  ['red cats', [6, 7]],
  ['dog', []],
  ['', []],
  ['a.c', []],
])('the phrase %j is said by rows %j', (phrase, rows) => {
  expect(rowsSaying(words, phrase)).toEqual(rows);
});

test('a token that is part of a word belongs to the phrase with the word', () => {
  const halves: Words = { texts: ['teapot'], rows: [[[0, 0, 3]], [[0, 3, 6]]] };
  expect(rowsSaying(halves, 'teapot')).toEqual([0, 1]);
  expect(rowsSaying(halves, 'tea')).toEqual([]);
});

test('rows of two towers side by side stand for the tokens of both', () => {
  const both: Words = { texts: ['cat', 'dog'], rows: sideBySide([[[0, 0, 3]], []], [[[1, 0, 3]]]) };
  expect(both.rows).toHaveLength(1);
  expect([rowsSaying(both, 'cat'), rowsSaying(both, 'dog')]).toEqual([[0], [0]]);
  expect(sideBySide([], [[]])).toEqual([[]]);
});

test('joined words keep their texts apart, and rows that nobody knows stand for nothing', () => {
  const joined = joinWords(withRows(undefined, 2), { texts: ['cat'], rows: [[[0, 0, 3]]] });
  expect(rowsSaying(joined, 'cat')).toEqual([2]);
  expect(withRows(joined, 2).rows).toHaveLength(2);
});
