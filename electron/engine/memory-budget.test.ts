import { expect, test } from 'vitest';
import { memoryBudget } from './memory-budget.ts';

const GIB = 2 ** 30;

test('networks get half of the memory; results an eighth, at most 2 GiB', () => {
  expect(memoryBudget(8 * GIB)).toMatchObject({ models: 4 * GIB, results: GIB });
  expect(memoryBudget(64 * GIB)).toMatchObject({ models: 32 * GIB, results: 2 * GIB });
});
