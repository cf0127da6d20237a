import { expect, test } from 'vitest';
import { parseWordTemperatures } from './word-temperatures.ts';

test('a line is a phrase and its temperature; empty lines are none', () => {
  expect(parseWordTemperatures(' red circle : 1.4\n\nratio 4:3: 0.5\n')).toEqual([
    { phrase: 'red circle', gamma: 1.4 },
    { phrase: 'ratio 4:3', gamma: 0.5 },
  ]);
});

test.each(['red circle', 'red: hot', ': 1.4', 'red: 0', 'red: 9', 'red: NaN', 'red:'])(
  '%j is refused with its line and an example',
  (line) => {
    expect(() => parseWordTemperatures(`ok: 1\n${line}`)).toThrow(/^line 2 is .*such as/);
  },
);
