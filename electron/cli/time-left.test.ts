import { expect, test } from 'vitest';
import { duration, timeLeft } from './time-left.ts';

test('nothing is foretold before the second step', () => {
  const left = timeLeft(1);
  expect(left.remaining(0)).toBeNull();
  left.step(1, 20, 1000);
  expect(left.remaining(1000)).toBeNull();
});

test('the first picture is foretold by its steps, the others as many steps more', () => {
  const left = timeLeft(3);
  left.step(1, 20, 1000);
  left.step(11, 20, 2000);
  expect(left.remaining(2000)).toBe(900 + 2 * 2000);
});

test('later pictures are foretold by the time between pictures', () => {
  const left = timeLeft(5);
  left.pictureDone(9000);
  left.pictureDone(10_000);
  expect(left.remaining(10_400)).toBe(2600);
  expect(left.remaining(99_000)).toBe(2000);
});

test('a second sampler in one picture starts a new count of steps', () => {
  const left = timeLeft(1);
  left.step(1, 2, 0);
  left.step(2, 2, 100);
  left.step(1, 5, 1000);
  left.step(2, 5, 1200);
  expect(left.remaining(1200)).toBe(600);
});

test.each([
  [830, '0.8 s'],
  [9960, '10 s'],
  [185_000, '3 min 05 s'],
  [7_800_000, '2 h 10 min'],
])('%d ms reads %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
