import { expect, test } from 'vitest';
import { isOn, progressIn, type Window } from './window.ts';

const at = (step: number, steps: number) => ({ step, steps, timestep: 1000 * (1 - step / steps) });
const stepsOn = (window: Window, steps: number) =>
  Array.from({ length: steps }, (_, step) => step).filter((step) => isOn(window, at(step, steps)));

test('a count of steps means the first ones', () => {
  expect(stepsOn({ unit: 'steps', steps: 3 }, 30)).toEqual([0, 1, 2]);
  expect(stepsOn({ unit: 'steps', steps: 0 }, 30)).toEqual([]);
});

test('a tenth of the steps is 3 of 30 and 2 of 20', () => {
  const tenth: Window = { unit: 'share', start: 0, end: 0.1 };
  expect(stepsOn(tenth, 30)).toEqual([0, 1, 2]);
  expect(stepsOn(tenth, 20)).toEqual([0, 1]);
});

test('a share can leave out the first steps', () => {
  expect(stepsOn({ unit: 'share', start: 0.2, end: 0.5 }, 10)).toEqual([2, 3, 4]);
});

test('a timestep threshold includes itself', () => {
  const window: Window = { unit: 'timestep', threshold: 970 };
  expect(isOn(window, { step: 1, steps: 5, timestep: 970 })).toBe(true);
  expect(isOn(window, { step: 1, steps: 5, timestep: 969.99 })).toBe(false);
});

test('progress runs from 0 to 1 over the window, whatever its unit', () => {
  const middle = { step: 5, steps: 20, timestep: 985 };
  expect(progressIn({ unit: 'steps', steps: 10 }, middle)).toBe(0.5);
  expect(progressIn({ unit: 'share', start: 0, end: 0.5 }, middle)).toBe(0.5);
  expect(progressIn({ unit: 'timestep', threshold: 970 }, middle)).toBe(0.5);
  expect(progressIn({ unit: 'always' }, middle)).toBe(0.25);
});
