import { expect, test } from 'vitest';
import { gammaAt } from '../graph/schedule/temperature.ts';
import { blockGammas, type Taca } from './taca.ts';

const taca: Taca = {
  gamma: 1.2,
  window: { unit: 'steps', steps: 4 },
  shape: 'constant',
  blocks: null,
  words: [],
};
const none = [null];
const at = (step: number) => ({ step, steps: 20, timestep: 1000 - 50 * step });
const along = (shape: Taca['shape']) =>
  [0, 1, 2, 3, 4].map((step) => gammaAt({ ...taca, shape }, at(step)));

test('a constant temperature holds until the window ends', () => {
  expect(along('constant')).toEqual([1.2, 1.2, 1.2, 1.2, 1]);
});

test('a linear temperature falls by equal amounts to 1 at the end of the window', () => {
  [1.2, 1.15, 1.1, 1.05, 1].forEach((gamma, i) =>
    expect(along('linear')[i]).toBeCloseTo(gamma, 12),
  );
});

test('a cosine temperature is halfway in the middle of the window and slow at its start', () => {
  const gammas = along('cosine');
  expect(gammas[0]).toBe(1.2);
  expect(gammas[2]).toBeCloseTo(1.1, 12);
  expect((gammas[0] as number) - (gammas[1] as number)).toBeLessThan(0.05);
});

test('only the chosen blocks are warm', () => {
  const gammas = blockGammas({ ...taca, blocks: [0, 2] }, at(0), 4, none, 3);
  expect(gammas?.shape).toEqual([4, 1, 1, 1]);
  expect([...(gammas?.data ?? [])]).toEqual([1.2, 1, 1.2, 1].map(Math.fround));
});

test('outside the window there is no temperature to feed', () => {
  expect(blockGammas(taca, at(4), 4, none, 3)).toBeNull();
  expect(blockGammas(null, at(0), 4, none, 3)).toBeNull();
});

test('a phrase has its own temperature in the rows that say it, the last line of several holding', () => {
  const words = [{ texts: ['red cat'], rows: [[], [[0, 0, 3]], [[0, 4, 7]]] as const }, null];
  const own = [
    { phrase: 'red cat', gamma: 1.5 },
    { phrase: 'cat', gamma: 2 },
  ];
  const gammas = blockGammas({ ...taca, words: own, blocks: [1] }, at(0), 2, words, 3);
  expect(gammas?.shape).toEqual([2, 2, 3, 1]);
  const block = [1.2, 1.5, 2, 1.2, 1.2, 1.2].map(Math.fround);
  expect([...(gammas?.data ?? [])]).toEqual([1, 1, 1, 1, 1, 1, ...block]);
});

test('a phrase may be warm where the rest is not, and cools with the window', () => {
  const words = [{ texts: ['cat'], rows: [[[0, 0, 3]]] as const }];
  const lone = {
    ...taca,
    gamma: 1,
    shape: 'linear',
    words: [{ phrase: 'cat', gamma: 2 }],
  } as const;
  expect(blockGammas(lone, at(0), 1, words, 1)?.data[0]).toBe(2);
  expect(blockGammas(lone, at(2), 1, words, 1)?.data[0]).toBe(1.5);
  expect(blockGammas(lone, at(4), 1, words, 1)).toBeNull();
});
