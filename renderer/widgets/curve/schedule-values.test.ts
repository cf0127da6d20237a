import { expect, test } from 'vitest';
import { stepPositions } from '../../../nodes/graph/schedule/positions.ts';
import { endOf, scheduledOf, seriesOf, withEnd, type Scheduled } from './schedule-values.ts';

const even = (steps: number, firstStep = 0, whole = steps) =>
  stepPositions({
    sigmas: Array.from({ length: steps + 1 }, (_, i) => 1 - (firstStep + i) / whole),
    firstStep,
    steps: whole,
  });
const values = {
  temperature: 1.2,
  mode: 'steps',
  start: 0,
  end: 0.1,
  steps: 2,
  timestep: 970,
  shape: 'constant',
};
const of = (change: object) => scheduledOf({ ...values, ...change }) as Scheduled;

test('the series is what the engine samples with', () => {
  expect(seriesOf(of({}), even(4))).toEqual([1.2, 1.2, 1, 1]);
  expect(seriesOf(of({ shape: 'linear' }), even(4))).toEqual([1.2, 1.1, 1, 1]);
  expect(seriesOf(of({ mode: 'timestep', timestep: 750 }), even(4))).toEqual([1.2, 1.2, 1, 1]);
  expect(seriesOf(of({ mode: 'always' }), even(2))).toEqual([1.2, 1.2]);
});

test('a LoRA rests at 0 and may follow TACA', () => {
  const { temperature: _, shape: __, ...lora } = { ...values, strength: 0.8 };
  const own = scheduledOf(lora) as Scheduled;
  expect(seriesOf(own, even(3))).toEqual([0.8, 0.8, 0]);
  const follows = scheduledOf({ ...lora, mode: 'follow_taca' }) as Scheduled;
  expect(seriesOf(follows, even(3), [0])).toEqual([0.8, 0, 0]);
  expect(endOf(follows.window, even(3))).toBeNull();
});

test('nodes without a window have no schedule', () => {
  expect(scheduledOf({ steps: 20, mode: 'fast' })).toBeNull();
  expect(scheduledOf({ ...values, temperature: undefined as never })).not.toBeNull();
});

test.each([
  [{ mode: 'steps', steps: 3 }, 3],
  [{ mode: 'share', end: 0.5 }, 5],
  [{ mode: 'timestep', timestep: 650 }, 4],
  [{ mode: 'steps', steps: 99 }, 10],
])('the window of %o ends at step %i of 10', (change, end) => {
  expect(endOf(of(change).window, even(10))).toBe(end);
});

test.each(['steps', 'share', 'timestep'])(
  'moving the end in mode %s puts it where it was moved to',
  (mode) => {
    for (const positions of [even(10), even(5, 5, 10), even(7)]) {
      // A timestep of 1000, where pure noise starts, is always in.
      for (let at = mode === 'timestep' ? 1 : 0; at <= positions.length; at++) {
        const { window } = of({ mode });
        const change = withEnd(window, positions, at);
        const moved = of({ mode, [change?.input ?? '']: change?.value });
        const on = seriesOf(moved, positions).filter((gamma) => gamma !== 1).length;
        expect([mode, positions.length, at, on]).toEqual([mode, positions.length, at, at]);
      }
    }
  },
);

test('always has no end to move, and a share does not end before it starts', () => {
  expect(withEnd(of({ mode: 'always' }).window, even(4), 2)).toBeNull();
  expect(withEnd(of({ mode: 'share', start: 0.4, end: 0.5 }).window, even(10), 1)?.value).toBe(0.4);
});
