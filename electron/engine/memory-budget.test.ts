import { expect, test } from 'vitest';
import { memoryBudget, modelsBudget } from './memory-budget.ts';

const GIB = 2 ** 30;

test('networks get five eighths of the memory; results an eighth, at most 2 GiB', () => {
  expect(memoryBudget(8 * GIB)).toMatchObject({ models: 5 * GIB, results: GIB });
  expect(memoryBudget(64 * GIB)).toMatchObject({ models: 40 * GIB, results: 2 * GIB });
});

test('a card with memory of its own gives the budget for networks', () => {
  const budget = memoryBudget(64 * GIB);
  expect(modelsBudget(budget, { memory: null })).toBe(40 * GIB);
  expect(modelsBudget(budget, { memory: 10 * GIB })).toBe(9 * GIB);
});
