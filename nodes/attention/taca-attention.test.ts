import { expect, test } from 'vitest';
import type { ModelValue } from '../models.ts';
import type { RunContext } from '../run-context.ts';
import { parseBlocks } from './block-list.ts';
import { tacaAttention } from './taca-attention.ts';

const context = {} as RunContext;
const model = { config: { depth: 8 }, taca: null } as ModelValue;
const widgets = {
  temperature: 1.2,
  mode: 'share',
  start: 0,
  end: 0.1,
  steps: 3,
  timestep: 970,
  shape: 'constant',
  blocks: 'all',
  words: 'red circle: 1.4',
};

test('the model comes out with TACA, the one that went in stays as it was', async () => {
  const out = (await tacaAttention.run({ model, ...widgets, blocks: '0-2, 7' }, context)) as {
    MODEL: ModelValue;
  };
  expect(out.MODEL.taca).toEqual({
    gamma: 1.2,
    window: { unit: 'share', start: 0, end: 0.1 },
    shape: 'constant',
    blocks: [0, 1, 2, 7],
    words: [{ phrase: 'red circle', gamma: 1.4 }],
  });
  expect(model.taca).toBeNull();
});

test('blocks are numbers and ranges, each once, in order', () => {
  expect(parseBlocks('7, 0-3,2')).toEqual([0, 1, 2, 3, 7]);
  expect(parseBlocks(' All ')).toBeNull();
});

test.each([
  ['1;2', '"1;2" is no block or range of blocks'],
  ['0-', '"0-" is no block or range of blocks'],
  ['5-2', 'the range 5-2 ends before it starts'],
  ['0-9999999', 'there is no block 9999999'],
])('blocks %s are refused before the run', (blocks, reason) => {
  expect(tacaAttention.validate?.({ ...widgets, blocks }, context)).toContain(reason);
});

test('a window that ends before it starts is refused before the run', () => {
  const reason = tacaAttention.validate?.({ ...widgets, start: 0.5, end: 0.2 }, context);
  expect(reason).toBe('end - the window ends (0.2) before it starts (0.5); set end to 0.5 or more');
});

test('values of another mode do not matter', () => {
  const other = { ...widgets, mode: 'steps', start: 0.5, end: 0.2 };
  expect(tacaAttention.validate?.(other, context)).toBeNull();
});

test('a block that the model has not is named, with what to choose', () => {
  expect(() => tacaAttention.run({ model, ...widgets, blocks: '8' }, context)).toThrow(
    'There is no block 8: this model has 8.',
  );
});

test('a line of words that is none is refused before the run', () => {
  expect(tacaAttention.validate?.({ ...widgets, words: 'red circle' }, context)).toMatch(
    /^words - line 1 is "red circle"; write /,
  );
});
