import { expect, test } from 'vitest';
import { Interrupted } from '../errors.ts';
import type { Tensor } from '../tensor.ts';
import { openStages, type Stage } from './stages.ts';

const number = (value: number): Tensor => ({ data: Float32Array.of(value), shape: [1] });

/** Each stage adds its index to what the stage before gives. */
function counted(sizes: readonly number[]) {
  let held = 0;
  let most = 0;
  let opened = 0;
  const stages = sizes.map((bytes, i): Stage => ({
    bytes,
    async open() {
      opened++;
      held += bytes;
      most = Math.max(most, held);
      return {
        inputs: ['scale', `x${i}`],
        run: async (feeds) => {
          expect(Object.keys(feeds)).toEqual(['scale', `x${i}`]);
          const [x, scale] = [feeds[`x${i}`], feeds['scale']] as [Tensor, Tensor];
          return { [`x${i + 1}`]: number((x.data[0] ?? 0) + i * (scale.data[0] ?? 0)) };
        },
        release: async () => void (held -= bytes),
      };
    },
  }));
  return { stages, held: () => held, most: () => most, opened: () => opened };
}

const feeds = { x0: number(1), scale: number(2), other: number(9) };

test.each([
  [4, 23, 23, 4],
  [2, 5, 12, 2 + 2 * 2],
  [0, 0, 11, 2 * 4],
])('with %i of 4 stages in memory', async (resident, stay, most, opened) => {
  const { stages, ...counts } = counted([2, 3, 7, 11]);
  const network = await openStages(stages, resident);
  expect(counts.held()).toBe(stay);
  for (let run = 0; run < 2; run++) {
    expect(await network.run(feeds)).toEqual({ x4: number(1 + 2 * (1 + 2 + 3)) });
  }
  expect([counts.held(), counts.opened()]).toEqual([stay, opened]);
  expect(counts.most()).toBeLessThanOrEqual(network.bytes);
  expect(network.bytes).toBe(resident === 4 ? most : stay + 11);
  await network.dispose();
  expect(counts.held()).toBe(0);
});

test('an interrupt takes effect before a stage is opened for its turn', async () => {
  const { stages, held, opened } = counted([2, 3, 7, 11]);
  const network = await openStages(stages, 1);
  let turns = 0;
  const checkpoint = async () => {
    if (++turns === 3) throw new Interrupted();
  };
  await expect(network.run(feeds, checkpoint)).rejects.toBeInstanceOf(Interrupted);
  expect([opened(), held()]).toEqual([3, 2]);
});

test('what fails to open, or to run, is not left behind', async () => {
  const { stages, held } = counted([2, 3, 7]);
  const broken: Stage = { bytes: 1, open: () => Promise.reject(new Error('damaged')) };
  await expect(openStages([...stages, broken], 4)).rejects.toThrow('damaged');
  expect(held()).toBe(0);
  const network = await openStages([...stages, broken], 1);
  await expect(network.run(feeds)).rejects.toThrow('damaged');
  expect(held()).toBe(2);
});
