import { describe, expect, test } from 'vitest';
import { fluxSampling, type FlowSampling } from '../flow.ts';
import { fluxMu } from '../flux-mu.ts';
import { inverseIncompleteBeta } from './incomplete-beta.ts';
import { scheduleNames, sigmasFor, type ScheduleName } from './index.ts';

const sd3: FlowSampling = { shift: 3, multiplier: 1000 };
const rounded = (sigmas: Float32Array) => [...sigmas].map((s) => Number(s.toFixed(5)));

describe('schedules', () => {
  const fourSteps: [ScheduleName, sd3: number[], flux: number[]][] = [
    ['simple', [1, 0.9, 0.75, 0.5, 0], [1, 0.90453, 0.75951, 0.51284, 0]],
    ['normal', [1, 0.85769, 0.60215, 0.00893, 0], [1, 0.86338, 0.61249, 0.001, 0]],
    ['sgm_uniform', [1, 0.90036, 0.75112, 0.50299, 0], [1, 0.90457, 0.75963, 0.51316, 0]],
    ['beta', [1, 0.93353, 0.75075, 0.39217, 0], [1, 0.93678, 0.75958, 0.4025, 0]],
    ['karras', [1, 0.23274, 0.03683, 0.00299, 0], [1, 0.1635, 0.01412, 0.00032, 0]],
    ['exponential', [1, 0.14413, 0.02077, 0.00299, 0], [1, 0.06809, 0.00464, 0.00032, 0]],
    [
      'ddim_uniform',
      [0.90096, 0.7515, 0.50266, 0.00598, 0],
      [0.90462, 0.75966, 0.51311, 0.00063, 0],
    ],
    ['linear_quadratic', [1, 0.9875, 0.975, 0.725, 0], [1, 0.9875, 0.975, 0.725, 0]],
    ['kl_optimal', [1, 0.57868, 0.27009, 0.00299, 0], [1, 0.57749, 0.26817, 0.00032, 0]],
  ];
  test.each(fourSteps)('%s gives the known levels in four steps', (name, ofSd3, ofFlux) => {
    expect(rounded(sigmasFor(sd3, name, 4))).toEqual(ofSd3);
    expect(rounded(sigmasFor(fluxSampling(1.15), name, 4))).toEqual(ofFlux);
  });

  test.each([
    [1024, 1024, 1.15],
    [512, 512, 0.63],
    [1024, 768, 0.97667],
    [1536, 1024, 1.49667],
  ])('mu of %i x %i is %f', (width, height, mu) => {
    expect(fluxMu(width, height, 0.5, 1.15)).toBeCloseTo(mu, 5);
  });

  test('shift 1 leaves the levels even', () => {
    const schnell = { shift: 1, multiplier: 1 };
    expect(rounded(sigmasFor(schnell, 'simple', 4))).toEqual([1, 0.75, 0.5, 0.25, 0]);
  });

  test.each(scheduleNames)('%s falls to 0 without repeats, in any number of steps', (name) => {
    for (const steps of [1, 2, 3, 7, 30, 999]) {
      const sigmas = sigmasFor(sd3, name, steps);
      expect(sigmas.at(-1)).toBe(0);
      expect(sigmas.every((s, i) => i === 0 || s < (sigmas[i - 1] as number))).toBe(true);
    }
  });

  test.each(scheduleNames.filter((name) => name !== 'ddim_uniform'))(
    '%s goes from 1 to 0 in one step',
    (name) => {
      expect([...sigmasFor(sd3, name, 1)]).toEqual([1, 0]);
    },
  );

  test('beta gives an entry once where steps fall on the same', () => {
    expect(sigmasFor(sd3, 'beta', 1000).length).toBeLessThan(1001);
  });

  test('ddim_uniform has a step more where the steps do not divide the table', () => {
    expect(sigmasFor(sd3, 'ddim_uniform', 20)).toHaveLength(21);
    expect(sigmasFor(sd3, 'ddim_uniform', 30)).toHaveLength(32);
  });

  test('denoise keeps the number of steps and the tail of a longer schedule', () => {
    const sigmas = sigmasFor(sd3, 'simple', 20, { denoise: 0.6 });
    expect(sigmas).toHaveLength(21);
    expect(rounded(sigmas).slice(0, 3)).toEqual([0.82249, 0.80297, 0.78298]);
    expect(rounded(sigmas).slice(-3)).toEqual([0.1631, 0.08757, 0]);
  });

  test('denoise 0 gives nothing to do', () => {
    expect(sigmasFor(sd3, 'simple', 20, { denoise: 0 })).toHaveLength(0);
  });

  test('dropping the last but one keeps the number of steps', () => {
    const [whole, dropped] = [
      sigmasFor(sd3, 'simple', 5),
      sigmasFor(sd3, 'simple', 4, { dropsPenultimate: true }),
    ];
    expect([...dropped]).toEqual([...whole.slice(0, 4), 0]);
  });
});

describe('inverse of the incomplete beta function', () => {
  test.each([
    [0.5, 0.6, 0.6, 0.5],
    [0.25, 0.6, 0.6, 0.1756803787],
    [0.9, 2, 5, 0.5103163066],
    [0.001, 0.1, 30, 0],
  ])('p = %f, a = %f, b = %f', (p, a, b, x) => {
    expect(inverseIncompleteBeta(p, a, b)).toBeCloseTo(x, 9);
  });
});

test('a share of the process that would need millions of levels is refused', () => {
  expect(() => sigmasFor(sd3, 'simple', 20, { denoise: 1e-9 })).toThrow(
    expect.objectContaining({ code: 'denoise_too_small' }),
  );
});
