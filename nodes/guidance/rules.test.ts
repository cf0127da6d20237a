import { describe, expect, test } from 'vitest';
import type { GuidanceRule } from './model-guidance.ts';
import type { Predictions } from './predictions.ts';
import { rulesOf } from './rules.ts';

const wave = (size: number, phase: number) =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + phase) + 0.1 * phase);
const SHAPE = [2, 3, 2, 2];

function predictions(rest: Partial<Predictions> = {}): Predictions {
  return {
    x: wave(24, 3),
    shape: SHAPE,
    sigma: 0.6,
    cfg: 4,
    positive: wave(24, 1),
    negative: wave(24, 2),
    ...rest,
  };
}

function guide(list: readonly GuidanceRule[], p = predictions()) {
  const rules = rulesOf(list);
  const ready = rules.before(p);
  return rules.after(rules.mix(ready), ready, new Map());
}

const RULES: readonly GuidanceRule[] = [
  { kind: 'projected', eta: 0.5, normThreshold: 1, momentum: 0.2 },
  { kind: 'tangentialDamping' },
  { kind: 'rescaled', share: 0.7 },
  { kind: 'zeroStar' },
];

describe.each(RULES)('$kind', (rule) => {
  test('changes guidance', () => {
    expect(guide([rule])).not.toEqual(guide([]));
  });

  test('leaves the positive alone where there is no negative', () => {
    const p = predictions({ negative: null, cfg: 1 });
    expect(guide([rule], p)).toEqual(p.positive);
  });

  test('keeps the items of a batch apart', () => {
    const p = predictions();
    const item = (from: number, to: number) =>
      predictions({
        x: p.x.subarray(from, to),
        shape: [1, 3, 2, 2],
        positive: p.positive.subarray(from, to),
        negative: p.negative?.subarray(from, to) ?? null,
      });
    const both = guide([rule]);
    expect(both.subarray(0, 12)).toEqual(guide([rule], item(0, 12)));
    expect(both.subarray(12)).toEqual(guide([rule], item(12, 24)));
  });

  test('gives numbers where positive and negative are one', () => {
    const p = predictions({ negative: wave(24, 1) });
    for (const value of guide([rule], p)) expect(value).toSatisfy(Number.isFinite);
  });
});

test('a picture without contrast is rescaled to itself', () => {
  const flat = new Float32Array(24).fill(0.5);
  const p = predictions({ x: flat, positive: flat, negative: flat });
  const rule = { kind: 'rescaled', share: 0.7 } as const;
  for (const value of guide([rule], p)) expect(value).toBeCloseTo(0.5, 5);
});

test('eta 1 without a threshold is CFG one higher', () => {
  const projected = guide([{ kind: 'projected', eta: 1, normThreshold: 0, momentum: 0 }]);
  guide([], predictions({ cfg: 5 })).forEach((value, i) =>
    expect(projected[i]).toBeCloseTo(value, 4),
  );
});

test('momentum lasts until the noise level rises', () => {
  const rules = rulesOf([{ kind: 'projected', eta: 1, normThreshold: 0, momentum: 0.5 }]);
  const first = rules.before(predictions()).positive;
  const second = rules.before(predictions({ sigma: 0.5 })).positive;
  expect(second).not.toEqual(first);
  expect(rules.before(predictions({ sigma: 1 })).positive).toEqual(first);
});

test('a norm of channels never exceeds that of the positive', () => {
  const normed = guide([{ kind: 'channelNorm', strength: 1 }]);
  const { positive } = predictions();
  for (let at = 0; at < 4; at++) {
    const length = (values: Float32Array) =>
      Math.hypot(...[0, 4, 8].map((channel) => values[channel + at] as number));
    expect(length(normed)).toBeLessThanOrEqual(length(positive) + 1e-6);
  }
});

test('what is scaled in the negative cancels at the best scale', () => {
  // The velocity of the negative is half that of the positive: its best scale is 2.
  const x = wave(24, 3);
  const positive = wave(24, 1);
  const negative = x.map((value, i) => value - (value - (positive[i] as number)) / 2);
  const out = guide([{ kind: 'zeroStar' }], predictions({ x, positive, negative }));
  out.forEach((value, i) => {
    const expected =
      2 * (negative[i] as number) + 4 * ((positive[i] as number) - 2 * (negative[i] as number));
    expect(value).toBeCloseTo(expected, 4);
  });
});

test('rules after the mix act in the order of their nodes', () => {
  const norm: GuidanceRule = { kind: 'channelNorm', strength: 1 };
  const star: GuidanceRule = { kind: 'zeroStar' };
  expect(guide([norm, star])).not.toEqual(guide([star, norm]));
});
