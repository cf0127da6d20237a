import { expect, test } from 'vitest';
import { didYouMean, nearestNames } from './nearest.ts';

test('a typing error finds the name that was meant', () => {
  expect(nearestNames('setps', ['seed', 'steps', 'cfg'])[0]).toBe('steps');
});

test('a part of a name, in any case, finds it', () => {
  expect(nearestNames('sampler', ['SaveImage', 'KSampler'])).toEqual(['KSampler']);
});

test('where nothing is near, all names are offered', () => {
  expect(didYouMean('zzzzzz', ['cfg', 'seed'])).toBe('There are: cfg, seed.');
});
