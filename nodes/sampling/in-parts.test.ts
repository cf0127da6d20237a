import { expect, test } from 'vitest';
import { tensor } from '../tensor.ts';
import { inParts, itemsPerCall } from './in-parts.ts';
import type { VelocityInput } from './velocity-network.ts';

const input: VelocityInput = {
  latent: tensor(Float32Array.of(1, 2, 3, 4, 5), [5, 1, 1, 1]),
  timestep: 900,
  text: tensor(Float32Array.of(10, 20, 30, 40, 50), [5, 1, 1]),
  words: [null, null, null, null, null],
  pooled: null,
  guidance: [1, 2, 3, 4, 5],
  position: { step: 0, steps: 1, timestep: 900 },
};

test('a batch goes through in parts, each item with its own prompt, and comes back in order', async () => {
  const sizes: number[] = [];
  const { data, shape } = await inParts(input, 2, async ({ latent, text, guidance, words }) => {
    sizes.push(latent.data.length);
    expect(words).toHaveLength(latent.data.length);
    const sums = latent.data.map((x, i) => x + (text.data[i] ?? 0) + 100 * (guidance[i] ?? 0));
    return { data: sums, shape: latent.shape };
  });
  expect(sizes).toEqual([2, 2, 1]);
  expect([...data]).toEqual([111, 222, 333, 444, 555]);
  expect(shape).toEqual([5, 1, 1, 1]);
});

test('rows that guide each other go in one call, each with the layers that it skips', async () => {
  const guided = [{ positive: 0, negative: 3 }];
  const skips = [[], [7], [], [8], []];
  const calls: Pick<VelocityInput, 'guided' | 'skips'>[] = [];
  const { data } = await inParts({ ...input, guided, skips }, 1, async (part) => {
    calls.push({ guided: part.guided ?? [], skips: part.skips ?? [] });
    return part.latent;
  });
  expect(calls).toEqual([
    { guided: [{ positive: 0, negative: 1 }], skips: [[], [8]] },
    { guided: [], skips: [[7]] },
    { guided: [], skips: [[]] },
    { guided: [], skips: [[]] },
  ]);
  expect([...data]).toEqual([1, 2, 3, 4, 5]);
});

test('a batch that fits goes through as it is', async () => {
  expect(await inParts(input, 5, async (whole) => whole.latent)).toBe(input.latent);
});

test('a call takes what fits, and is never nothing', () => {
  expect(itemsPerCall(400, 1000)).toBe(2);
  expect(itemsPerCall(4000, 1000)).toBe(1);
});
