import { expect, test } from 'vitest';
import { evaluate } from './arithmetic.ts';

test.each([
  ['512*2', 1024],
  [' 1024 / 3 * 3 ', 1024],
  ['(1 + 2) / 4', 0.75],
  ['-2^2', -4],
  ['2^-1', 0.5],
  ['7 % 4', 3],
  ['.5 + 1e-1', 0.6],
  ['--3', 3],
  ['1024/2', 512],
  ['18446744073709551615', 18446744073709551615n],
  ['2^64 - 1', 18446744073709551615n],
  ['9007199254740993 + 0', 9007199254740993n],
])('%s is %s', (text, value) => {
  expect(evaluate(text)).toBe(value);
});

test.each(['', 'a', '1 +', '(1', '1)', '1 2', '1/0', '0/0', '1e999', '2^^2', 'alert(1)', '5*'])(
  '"%s" has no value',
  (text) => {
    expect(evaluate(text)).toBeNull();
  },
);

test('a power that is far too great ends at once', () => {
  expect(evaluate('9^9^9^9')).toBeNull();
});
