import { expect, it } from 'vitest';
import { formatAbout, formatDuration, formatMoment, formatOrdinal } from './format.ts';

it('says how long something took', () => {
  expect([20, 4310, 59_000, 80_000, 7_500_000].map(formatDuration)).toEqual([
    '0.02 s',
    '4.3 s',
    '59.0 s',
    '1 min 20 s',
    '2 h 5 min',
  ]);
  expect([300, 6400, 120_000].map(formatAbout)).toEqual(['1 s', '6 s', '2 min']);
});

it('counts places', () => {
  expect([1, 2, 3, 4, 11, 21].map(formatOrdinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '21st',
  ]);
});

it('names the day of what was not today', () => {
  const at = new Date(2026, 4, 3, 14, 2).getTime();
  expect(formatMoment(at, at + 1000)).toBe('14:02');
  expect(formatMoment(at, at + 48 * 3_600_000)).toBe('May 3, 14:02');
});
