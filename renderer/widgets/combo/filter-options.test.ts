import { expect, test } from 'vitest';
import { filterOptions } from './filter-options.ts';

const options = ['euler', 'euler_ancestral', 'heun', 'dpmpp_2m', 'dpmpp_2m_sde', 'uni_pc'];

test('all options stand in their order when nothing is searched', () => {
  expect(filterOptions(options, ' ')).toEqual(options);
});

test('the best match comes first, letters need not be together', () => {
  expect(filterOptions(options, 'euler')[0]).toBe('euler');
  expect(filterOptions(options, '2m sde')[0]).toBe('dpmpp_2m_sde');
  expect(filterOptions(options, 'zzz')).toEqual([]);
});
