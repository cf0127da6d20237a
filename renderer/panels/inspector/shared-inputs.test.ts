import { expect, test } from 'vitest';
import { readNodeClasses } from '../../../nodes/graph/node-class.ts';
import { sharedInputs } from './shared-inputs.ts';

const classes = readNodeClasses({
  A: { input: { required: { steps: ['INT', {}], cfg: ['FLOAT', {}], model: ['MODEL'] } } },
  B: { input: { required: { cfg: ['FLOAT', {}], steps: ['STRING', {}], model: ['MODEL'] } } },
});

test('nodes share widgets of the same name and kind', () => {
  const names = sharedInputs([classes['A'], classes['B']]).map(({ name }) => name);
  expect(names).toEqual(['cfg']);
  expect(sharedInputs([classes['A'], classes['A']]).map(({ name }) => name)).toEqual([
    'steps',
    'cfg',
  ]);
});

test('a node of an unknown class shares nothing', () => {
  expect(sharedInputs([classes['A'], undefined])).toEqual([]);
});
