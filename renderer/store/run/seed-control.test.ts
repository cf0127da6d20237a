import { produce } from 'immer';
import { expect, it } from 'vitest';
import { EMPTY_DOCUMENT, type SeedControl } from '../../../nodes/graph/document/types.ts';
import { readNodeClasses } from '../../../nodes/graph/node-class.ts';
import { applySeedControls, nextValue } from './seed-control.ts';

const MAX = 2n ** 64n - 1n;
const classes = readNodeClasses({
  Sampler: {
    input: {
      required: {
        seed: ['INT', { default: 0, min: 0, max: MAX, control_after_generate: true }],
        mode: [['a', 'b', 'c'], { control_after_generate: true }],
      },
    },
  },
});
const [seed, mode] = classes['Sampler']?.inputs ?? [];
if (seed?.kind !== 'int' || mode?.kind !== 'combo') throw new Error('no such inputs');

const after = (value: number | bigint, control: SeedControl, random = 0n) =>
  nextValue(seed, value, control, () => random);

it('counts up and down exactly over all 64 bits, and ends at the limits', () => {
  expect(after(7, 'fixed')).toBe(7);
  expect(after(7, 'increment')).toBe(8);
  expect(after(0, 'decrement')).toBe(0);
  expect(after(Number.MAX_SAFE_INTEGER, 'increment')).toBe(9007199254740992n);
  expect(after(9007199254740992n, 'decrement')).toBe(Number.MAX_SAFE_INTEGER);
  expect(after(MAX - 1n, 'increment')).toBe(MAX);
  expect(after(MAX, 'increment')).toBe(MAX);
  expect(after(7, 'randomize', MAX)).toBe(MAX);
  expect(after(7, 'randomize', 12n)).toBe(12);
});

it('goes through the choices of a list', () => {
  expect(nextValue(mode, 'a', 'increment', () => 0n)).toBe('b');
  expect(nextValue(mode, 'c', 'increment', () => 0n)).toBe('c');
  expect(nextValue(mode, 'a', 'randomize', () => 5n)).toBe('c');
});

it('changes each seed of the workflow but those that are linked', () => {
  const node = (id: string, control: SeedControl) => ({
    id,
    type: 'Sampler',
    title: null,
    position: [0, 0] as const,
    size: [0, 0] as const,
    mode: 'always' as const,
    isCollapsed: false,
    isPinned: false,
    color: null,
    inputs: [],
    outputs: [],
    values: { seed: 5, mode: 'a' },
    controls: { seed: control },
    savedWidgets: null,
    properties: {},
    rest: {},
  });
  const document = {
    ...EMPTY_DOCUMENT,
    root: {
      ...EMPTY_DOCUMENT.root,
      nodes: { 1: node('1', 'increment'), 2: node('2', 'increment'), 3: node('3', 'fixed') },
      links: {
        9: {
          id: '9',
          from: { node: '3', slot: 0 },
          to: { node: '2', input: 'seed' },
          type: 'INT',
          via: null,
          rest: {},
        },
      },
    },
  };
  const next = produce(document, (draft) => applySeedControls(draft, classes));
  const seeds = Object.values(next.root.nodes).map(({ values }) => values.seed);
  expect(seeds).toEqual([6, 5, 5]);
  const again = produce(document, (draft) => {
    draft.root.nodes[1].controls.seed = 'fixed';
    applySeedControls(draft, classes);
  });
  expect(again.root.nodes[1].values).toBe(document.root.nodes[1].values);
});
