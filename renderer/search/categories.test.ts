import { expect, test } from 'vitest';
import type { NodeClass } from '../../nodes/graph/node-class.ts';
import { categories, categoryOf } from './categories.ts';

const classIn = (category: string, title = category): NodeClass => ({
  id: title,
  title,
  category,
  description: '',
  inputs: [],
  outputs: [],
  isOutput: false,
  isDeprecated: false,
  isExperimental: false,
  aliases: [],
});

test('a section is what a person looks for', () => {
  expect(categoryOf(classIn('model/loaders'))).toBe('Loaders');
  expect(categoryOf(classIn('model/sampling/custom'))).toBe('Sampling');
  expect(categoryOf(classIn('image/upscaling'))).toBe('Image');
  expect(categoryOf(classIn('model'))).toBe('Model');
  expect(categoryOf(classIn(''))).toBe('Other');
});

test('sections follow a pipeline, TACA first, and nodes their titles', () => {
  const all = ['zoo', 'latent', 'model/loaders', 'TACA', 'api'].map((name) => classIn(name));
  const sections = categories([...all, classIn('latent', 'Add'), classIn('latent', 'Zero')]);
  expect(sections.map(({ name }) => name)).toEqual(['TACA', 'Loaders', 'Latent', 'Api', 'Zoo']);
  expect(sections[2]?.classes.map(({ title }) => title)).toEqual(['Add', 'latent', 'Zero']);
});
