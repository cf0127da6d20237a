import { describe, expect, test } from 'vitest';
import { tensor, type Tensor } from '../tensor.ts';
import { reuseSteps, type Phase, type Reuse } from './step-reuse.ts';

const of = (...values: number[]): Tensor =>
  tensor(Float32Array.from(values), [values.length, 1, 1, 1]);

/** Asks for keys at inputs that fall slowly; the network answers with half. */
async function steps<Key>(
  reuse: Reuse<Key>,
  calls: readonly { readonly keys: readonly Key[]; readonly phase?: Phase }[],
  from = 1,
) {
  const asked: number[] = [];
  let answer: Tensor = of();
  for (const [i, { keys, phase = 'within' }] of calls.entries()) {
    const input = of(...keys.map(() => from - i / 100));
    reuse.begin();
    answer = await reuse.answer({ keys, input }, phase, async () => {
      asked.push(i);
      return of(...[...input.data].map((x) => x / 2));
    });
  }
  return { asked, answer };
}
const times = <Key>(count: number, keys: readonly Key[], phase: Phase = 'within') =>
  Array.from({ length: count }, () => ({ keys, phase }));

describe('reusing steps', () => {
  test('asks twice to learn how the output follows, then until the change adds up', async () => {
    const reuse = reuseSteps<string>(0.05);
    const { asked } = await steps(reuse, times(9, ['a']));
    // A change of 0.01 in 1 moves the output by about 0.01 of itself; 0.01 + 0.02 + 0.03 is over 0.05.
    expect(asked).toEqual([0, 1, 4, 7]);
    expect(reuse.skipped).toBe(5);
  });

  test('adds what the network added before', async () => {
    const { asked, answer } = await steps(reuseSteps<string>(0.05), times(3, ['a', 'b']));
    expect(asked).toEqual([0, 1]);
    for (const value of answer.data) expect(value).toBeCloseTo(0.98 - 0.99 / 2, 6);
  });

  test('a threshold of 0 asks every time', async () => {
    const { asked } = await steps(reuseSteps<string>(0), times(5, ['a']));
    expect(asked).toEqual([0, 1, 2, 3, 4]);
  });

  test('asks for a key that was never asked for', async () => {
    const { asked } = await steps(reuseSteps<string>(1), [
      ...times(3, ['a']),
      { keys: ['a', 'b'] },
      { keys: ['a', 'b'] },
    ]);
    expect(asked).toEqual([0, 1, 3]);
  });

  test('neither before its share nor behind it', async () => {
    const { asked } = await steps(reuseSteps<string>(1), [
      ...times(3, ['a'], 'before'),
      ...times(3, ['a']),
      ...times(2, ['a'], 'behind'),
    ]);
    expect(asked).toEqual([0, 1, 2, 3, 4, 6, 7]);
  });

  test('followed early, it may reuse from the second step of its share', async () => {
    const { asked } = await steps(reuseSteps<string>(1, { early: true }), [
      ...times(3, ['a'], 'before'),
      ...times(3, ['a']),
    ]);
    expect(asked).toEqual([0, 1, 2, 3]);
  });

  test('the changes of a key that comes and goes do not count', async () => {
    const reuse = reuseSteps<string>(1, { leads: (key) => key !== 'guest' });
    const { asked } = await steps(reuse, [...times(2, ['a', 'guest']), ...times(2, ['a'])]);
    expect(asked).toEqual([0, 1]);
  });

  test('learns anew once it has forgotten', async () => {
    const reuse = reuseSteps<string>(1);
    await steps(reuse, times(4, ['a']));
    reuse.forget();
    const { asked } = await steps(reuse, times(4, ['a']), 0.9);
    expect(asked).toEqual([0, 1]);
  });
});
