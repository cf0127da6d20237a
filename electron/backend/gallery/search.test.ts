import { expect, it } from 'vitest';
import { parseSearch } from './search.ts';

const any = (text: string) => ({ field: 'any', text });

it.each([
  ['', []],
  ['   ', []],
  ['Red circle', [any('red'), any('circle')]],
  ['"red circle" blue', [any('red circle'), any('blue')]],
  ['"not closed', [any('not closed')]],
  ['seed:54', [{ field: 'seed', text: '54' }]],
  ['model:"my model" x', [{ field: 'model', text: 'my model' }, any('x')]],
  [
    'lora:taca file:a.png',
    [
      { field: 'model', text: 'taca' },
      { field: 'file', text: 'a.png' },
    ],
  ],
  ['seed:', [any('seed:')]],
  ['16:9 a:"b c"', [any('16:9'), any('a:b c')]],
  ['__proto__:x', [any('__proto__:x')]],
])('%s', (text, terms) => expect(parseSearch(text)).toEqual(terms));
