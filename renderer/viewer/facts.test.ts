import { expect, it } from 'vitest';
import type { PictureMetadata } from '../../electron/protocol/gallery.ts';
import { NO_FACTS, type RenderFacts } from '../../nodes/graph/render-facts.ts';
import { differingFacts, factsOf } from './facts.ts';

const metadata = (facts: Partial<RenderFacts>): PictureMetadata => ({
  path: '/output/a.png',
  width: 128,
  height: 64,
  size: 1,
  mtime: 0,
  promptId: null,
  ms: 6249,
  facts: { ...NO_FACTS, ...facts },
  prompt: null,
  workflow: null,
});
const lines = (facts: Partial<RenderFacts>) =>
  Object.fromEntries(factsOf(metadata(facts)).map(({ name, value }) => [name, value]));

it('lists what is known with its units, and leaves the rest out', () => {
  const listed = lines({
    positive: 'a red circle',
    seeds: ['18446744073709551615'],
    loras: [{ name: 'taca', strength: 0.5 }],
    cfg: 0,
  });
  expect(listed).toMatchObject({
    'viewer.fact.prompt': 'a red circle',
    'viewer.fact.seed': '18446744073709551615',
    'viewer.fact.loras': 'taca x 0.5',
    'viewer.fact.cfg': '0',
    'viewer.fact.size': '128 x 64',
    'viewer.fact.time': '6.2 s',
  });
  expect(listed).not.toHaveProperty('viewer.fact.negative');
  expect(listed).not.toHaveProperty('viewer.fact.guidance');
});

it('tells in what two pictures were made differently', () => {
  const a = factsOf(metadata({ positive: 'a', seeds: ['1'], temperature: 1.2 }));
  const b = factsOf({ ...metadata({ positive: 'a', seeds: ['2'] }), mtime: 9, path: '/b.png' });
  expect(differingFacts(a, b)).toEqual(new Set(['viewer.fact.seed', 'viewer.fact.temperature']));
});
