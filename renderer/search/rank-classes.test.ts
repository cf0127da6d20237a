import { expect, test } from 'vitest';
import { objectInfo } from '../../nodes/graph/object-info.ts';
import { readNodeClasses } from '../../nodes/graph/node-class.ts';
import { registry } from '../../nodes/index.ts';
import { fittingSlot } from './fitting-slot.ts';
import { rankClasses, type Search } from './rank-classes.ts';

const classes = readNodeClasses(
  objectInfo(registry, { models: () => [], inputImages: () => [], inputLatents: () => [] }),
);
const ids = (search: Search) => rankClasses(Object.values(classes), search).map(({ id }) => id);

test('words find titles, class names, aliases and typing errors', () => {
  expect(ids({ query: 'ksampler' })[0]).toBe('KSampler');
  expect(ids({ query: 'taca att' })[0]).toBe('TACAAttention');
  expect(ids({ query: 'clip text encode' })[0]).toBe('CLIPTextEncode');
  expect(ids({ query: 'cross-modal' })[0]).toBe('TACAAttention');
  expect(ids({ query: 'vdecode' })).toContain('VAEDecode');
  expect(ids({ query: 'no such thing at all' })).toEqual([]);
});

test('a waiting link leaves only what it fits, what takes just its type first', () => {
  const found = ids({ query: '', from: { side: 'output', type: 'LATENT' } });
  expect(found).toContain('VAEDecode');
  expect(found).toContain('KSampler');
  expect(found).not.toContain('CLIPTextEncode');
  expect(ids({ query: '', from: { side: 'input', type: 'CONDITIONING' } })).toContain(
    'CLIPTextEncode',
  );
  expect(ids({ query: 'decode', from: { side: 'output', type: 'LATENT' } })[0]).toBe('VAEDecode');
});

test('what was used last and favourites come before the rest', () => {
  expect(ids({ query: '', recent: ['VAEDecode', 'KSampler'] }).slice(0, 2)).toEqual([
    'VAEDecode',
    'KSampler',
  ]);
  expect(ids({ query: '', favourites: new Set(['LatentUpscale']) })[0]).toBe('LatentUpscale');
});

test('the slot that a link takes is the best, not the first', () => {
  const ksampler = classes['KSampler'];
  if (!ksampler) throw new Error('no KSampler');
  expect(fittingSlot(ksampler, { side: 'output', type: 'LATENT' })?.slot).toEqual({
    side: 'input',
    input: 'latent_image',
  });
  expect(fittingSlot(ksampler, { side: 'output', type: 'FLOAT' })?.slot).toEqual({
    side: 'input',
    input: 'cfg',
  });
  expect(fittingSlot(ksampler, { side: 'output', type: 'IMAGE' })).toBeNull();
});
