import { expect, test } from 'vitest';
import { allowedGamma, cleanPhrase, readPhrases, writePhrases } from './chips.ts';

test('phrases are read and written as the node has them', () => {
  const text = 'red circle: 1.4\nblue ring: 0.8';
  const phrases = readPhrases(text);
  expect(phrases).toEqual([
    { phrase: 'red circle', gamma: 1.4 },
    { phrase: 'blue ring', gamma: 0.8 },
  ]);
  expect(writePhrases(phrases ?? [])).toBe(text);
});

test('a text that is none is left to be edited as text', () => {
  expect(readPhrases('red circle')).toBeNull();
});

test('phrases and temperatures fit what the node takes', () => {
  expect(cleanPhrase('  red \n circle ')).toBe('red circle');
  expect([allowedGamma(9), allowedGamma(-1), allowedGamma(1.237)]).toEqual([5, 0.01, 1.24]);
});
