import { expect, test } from 'vitest';
import { byFolder } from './by-folder.ts';

const file = (path: string, modified: number) => ({
  path,
  modified,
  size: 1,
  nodes: 1,
  picture: null,
});
const files = [
  file('a.json', 1),
  file('cats/big cat.json', 2),
  file('b.json', 3),
  file('x/y/z.json', 4),
];
const shown = (query: string) =>
  byFolder(files, query).map(({ folder, workflows }) => [folder, ...workflows.map((w) => w.path)]);

test('folders by name, the newest workflow first', () => {
  expect(shown('')).toEqual([
    ['', 'b.json', 'a.json'],
    ['cats', 'cats/big cat.json'],
    ['x/y', 'x/y/z.json'],
  ]);
});

test('all words of a search must be in the path', () => {
  expect(shown('CAT big')).toEqual([['cats', 'cats/big cat.json']]);
  expect(shown('cat dog')).toEqual([]);
});
