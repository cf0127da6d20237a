import { expect, test } from 'vitest';
import { readNodeClasses } from '../node-class.ts';
import { isIdleInput, isScheduled } from './schedule-inputs.ts';

const window = { mode: 'steps', start: 0, end: 0.1, steps: 3, timestep: 970 };

test('inputs of other modes are idle', () => {
  const idle = [...Object.keys(window), 'shape'].filter((input) => isIdleInput(window, input));
  expect(idle).toEqual(['start', 'end', 'timestep']);
  expect(isIdleInput({ ...window, mode: 'follow_taca' }, 'steps')).toBe(true);
});

test('the steps of a sampler are no window', () => {
  expect(isIdleInput({ steps: 20, mode: 'share' }, 'steps')).toBe(false);
  expect(isIdleInput(undefined, 'steps')).toBe(false);
});

test('a class is scheduled by a window and something that it turns on', () => {
  const inputs = Object.fromEntries(Object.keys(window).map((name) => [name, ['FLOAT', {}]]));
  const classes = readNodeClasses({
    A: { input: { required: { ...inputs, strength: ['FLOAT', {}] } } },
    B: { input: { required: inputs } },
  });
  expect(['A', 'B'].map((id) => isScheduled(classes[id] ?? { inputs: [] }))).toEqual([true, false]);
});
