import { expect, test } from 'vitest';
import {
  allowed,
  isNarrow,
  shareOf,
  shownNumber,
  stepped,
  valueAt,
  type NumberRange,
} from './number-value.ts';

const int = (rest: Partial<NumberRange> = {}): NumberRange => ({
  kind: 'int',
  min: 0,
  max: 16_384,
  step: 1,
  round: null,
  ...rest,
});
const float = (rest: Partial<NumberRange> = {}): NumberRange => ({
  kind: 'float',
  min: 0,
  max: 1,
  step: 0.01,
  round: null,
  ...rest,
});
const seed = int({ max: 18446744073709551615n });

test('whole numbers are rounded to a step and kept in range', () => {
  expect(allowed(int({ min: 16, step: 8 }), 513)).toBe(512);
  expect(allowed(int({ min: 16, step: 8 }), 3)).toBe(16);
  expect(allowed(int(), 99_999)).toBe(16_384);
  expect(allowed(int(), 2.6)).toBe(3);
  expect(allowed(int({ min: null, max: null }), -7)).toBe(-7);
});

test('seeds of 64 bits stay exact', () => {
  expect(allowed(seed, 18446744073709551615n)).toBe(18446744073709551615n);
  expect(allowed(seed, 18446744073709551616n)).toBe(18446744073709551615n);
  expect(stepped(seed, 18446744073709551614n, 1)).toBe(18446744073709551615n);
  expect(stepped(seed, 9007199254740991, 1)).toBe(9007199254740992n);
  expect(stepped(seed, 9007199254740992n, -1)).toBe(9007199254740991);
});

test('steps are fine, normal or coarse, without the dust of fractions', () => {
  expect(stepped(float(), 0.2, 1)).toBe(0.21);
  expect(stepped(float(), 0.1 + 0.2, 1, 'fine')).toBe(0.301);
  expect(stepped(float(), 0.2, 1, 'coarse')).toBe(0.3);
  expect(stepped(float(), 1, 1)).toBe(1);
  expect(stepped(int(), 20, 1, 'fine')).toBe(21);
  expect(stepped(int(), 20, 1, 'coarse')).toBe(30);
  expect(stepped(float({ max: 100, step: 0.1, round: 0.01 }), 4, 1, 'fine')).toBe(4.01);
});

test('a float is rounded to what the node rounds to', () => {
  expect(allowed(float({ max: 100, round: 0.01 }), 4.256)).toBe(4.26);
  expect(allowed(float(), 0.123456)).toBe(0.123456);
});

test('as many decimals as the step has, and those that the value needs', () => {
  expect(shownNumber(float(), 1)).toBe('1.00');
  expect(shownNumber(float({ step: 0.1, round: 0.01 }), 4)).toBe('4.0');
  expect(shownNumber(float({ step: 0.1, round: 0.01 }), 4.25)).toBe('4.25');
  expect(shownNumber(float(), 0.1 + 0.2)).toBe('0.30');
  expect(shownNumber(seed, 18446744073709551615n)).toBe('18446744073709551615');
});

test('a slider is for narrow ranges', () => {
  expect(isNarrow(float())).toBe(true);
  expect(isNarrow(int())).toBe(false);
  expect(isNarrow(float({ max: null }))).toBe(false);
  expect(shareOf(float({ min: 1, max: 3 }), 1.5)).toBe(0.25);
  expect(valueAt(float(), 0.3333)).toBe(0.33);
  expect(valueAt(float(), 7)).toBe(1);
});
