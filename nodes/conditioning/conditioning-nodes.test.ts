import { describe, expect, test } from 'vitest';
import type { AnyNode } from '../graph/definition.ts';
import type { RunContext } from '../run-context.ts';
import { tensor } from '../tensor.ts';
import type { Conditioning } from './conditioning.ts';
import { conditioningAverage } from './conditioning-average.ts';
import { conditioningCombine } from './conditioning-combine.ts';
import { conditioningConcat } from './conditioning-concat.ts';
import { conditioningSetArea } from './conditioning-set-area.ts';
import { conditioningSetMask } from './conditioning-set-mask.ts';
import { conditioningSetTimestepRange } from './conditioning-set-timestep-range.ts';
import { conditioningZeroOut } from './conditioning-zero-out.ts';

/** Two channels a token. */
function prompt(tokens: readonly number[], pooled: readonly number[] = [1, 2]): Conditioning {
  return {
    embeds: tensor(Float32Array.from(tokens), [1, tokens.length / 2, 2]),
    pooled: tensor(Float32Array.from(pooled), [1, pooled.length]),
  };
}

async function run(node: AnyNode, inputs: Record<string, unknown>): Promise<Conditioning[]> {
  const out = (await node.run(inputs, {} as RunContext)) as { CONDITIONING: Conditioning[] };
  return out.CONDITIONING;
}
const tokens = ({ embeds }: Conditioning) => [...embeds.data];
const pooled = (entry: Conditioning) => [...(entry.pooled?.data ?? [])];

test('zero out keeps shapes and settings', async () => {
  const range = { start: 0.2, end: 0.8 };
  const [out] = await run(conditioningZeroOut, {
    conditioning: [{ ...prompt([1, 2, 3, 4]), timestepRange: range }],
  });
  expect(out?.embeds).toEqual(tensor(new Float32Array(4), [1, 2, 2]));
  expect(out?.pooled).toEqual(tensor(new Float32Array(2), [1, 2]));
  expect(out?.timestepRange).toEqual(range);
});

test('combine lists all entries', async () => {
  const [a, b, c] = [prompt([1, 1]), prompt([2, 2]), prompt([3, 3])];
  expect(await run(conditioningCombine, { conditioning_1: [a], conditioning_2: [b, c] })).toEqual([
    a,
    b,
    c,
  ]);
});

describe('concat', () => {
  test("puts the first entry's tokens behind every other's", async () => {
    const out = await run(conditioningConcat, {
      conditioning_to: [prompt([1, 2]), prompt([3, 4], [5, 6])],
      conditioning_from: [prompt([7, 8, 9, 10], [0, 0]), prompt([11, 12])],
    });
    expect(out.map(tokens)).toEqual([
      [1, 2, 7, 8, 9, 10],
      [3, 4, 7, 8, 9, 10],
    ]);
    expect(out[1]?.embeds.shape).toEqual([1, 3, 2]);
    expect(out.map(pooled)).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });

  test('refuses prompts of other encoders', async () => {
    const other = { embeds: tensor(new Float32Array(3), [1, 1, 3]), pooled: null };
    await expect(
      run(conditioningConcat, { conditioning_to: [prompt([1, 2])], conditioning_from: [other] }),
    ).rejects.toMatchObject({ code: 'text_width' });
  });
});

describe('average', () => {
  const average = async (to: Conditioning, from: Conditioning, strength: number) =>
    (await run(conditioningAverage, {
      conditioning_to: [to],
      conditioning_from: [from],
      conditioning_to_strength: strength,
    })) as [Conditioning];

  test('blends tokens and pooled', async () => {
    const [out] = await average(prompt([0, 4], [8, 0]), prompt([4, 0], [0, 4]), 0.75);
    expect(tokens(out)).toEqual([1, 3]);
    expect(pooled(out)).toEqual([6, 1]);
  });

  test('pads or cuts the other prompt', async () => {
    expect(tokens((await average(prompt([2, 2, 2, 2]), prompt([4, 4]), 0.5))[0])).toEqual([
      3, 3, 1, 1,
    ]);
    expect(tokens((await average(prompt([2, 2]), prompt([4, 4, 9, 9]), 0.5))[0])).toEqual([3, 3]);
  });

  test('takes the other pooled where there is none', async () => {
    const [out] = await average({ ...prompt([1, 1]), pooled: null }, prompt([1, 1], [3, 5]), 1);
    expect(pooled(out)).toEqual([3, 5]);
  });

  test('needs something to blend with', async () => {
    await expect(
      run(conditioningAverage, {
        conditioning_to: [prompt([1, 1])],
        conditioning_from: [],
        conditioning_to_strength: 1,
      }),
    ).rejects.toMatchObject({ code: 'conditioning_empty' });
  });
});

test('range, mask and area are set on every entry', async () => {
  const conditioning = [prompt([1, 1]), prompt([2, 2])];
  const mask = tensor(new Float32Array(4), [1, 2, 2]);
  const ranged = await run(conditioningSetTimestepRange, { conditioning, start: 0.1, end: 0.6 });
  expect(ranged.map((entry) => entry.timestepRange)).toEqual([
    { start: 0.1, end: 0.6 },
    { start: 0.1, end: 0.6 },
  ]);
  const [masked] = await run(conditioningSetMask, {
    conditioning,
    mask,
    strength: 0.5,
    set_cond_area: 'mask bounds',
  });
  expect(masked).toMatchObject({ mask, maskStrength: 0.5, maskBounds: true });
  const [placed] = await run(conditioningSetArea, {
    conditioning,
    width: 128,
    height: 72,
    x: 15,
    y: 64,
    strength: 2,
  });
  expect(placed).toMatchObject({ area: { width: 16, height: 9, x: 1, y: 8 }, strength: 2 });
});
