import { expect, test } from 'vitest';
import type { Connecting } from '../live.ts';
import { reached, takes, targetAt } from './connect-target.ts';
import { insertionFor } from './insertion.ts';
import { link, node, sceneWith } from './scene.fixture.ts';

const scene = sceneWith(
  [node('a', 0, 0), node('b', 400, 0), node('c', 800, 0)],
  [link('1', 'a', 'b')],
);
const drawing: Connecting = {
  type: 'IMAGE',
  removed: [],
  blocked: new Set(['a']),
  fixed: 'from',
  from: { node: 'a', slot: 0 },
};

test('a socket takes the link from around it', () => {
  expect(targetAt(scene, [389, 44], drawing)).toEqual({
    side: 'input',
    end: { node: 'b', input: 'in' },
  });
});

test('the body of a node stands for what fits best on it', () => {
  expect(targetAt(scene, [900, 80], drawing)).toMatchObject({ end: { node: 'c', input: 'in' } });
});

test('the empty canvas is no target', () => {
  expect(targetAt(scene, [700, 400], drawing)).toBeNull();
});

test('from an input, outputs are found', () => {
  const back: Connecting = {
    type: 'IMAGE',
    removed: [],
    blocked: new Set(),
    fixed: 'to',
    to: [{ node: 'b', input: 'in' }],
  };
  expect(targetAt(scene, [201, 38], back)).toEqual({ side: 'output', end: { node: 'a', slot: 0 } });
});

test('what a node comes from cannot take its link', () => {
  expect([...reached(scene.graph, ['b'], 'back')].sort()).toEqual(['a', 'b']);
  expect(takes(drawing, 'a', 'IMAGE')).toBe(false);
  expect(takes(drawing, 'c', 'IMAGE')).toBe(true);
  expect(takes(drawing, 'c', 'LATENT')).toBe(false);
});

test('a node on a link goes in between, one beside it or linked already does not', () => {
  const items = { nodes: ['c'], groups: [], reroutes: [] };
  expect(insertionFor(scene, items, [-600, -12])).toEqual({ node: 'c', link: '1' });
  expect(insertionFor(scene, items, [-600, 200])).toBeNull();
  expect(insertionFor(scene, { ...items, nodes: ['b'] }, [-200, -12])).toBeNull();
});
