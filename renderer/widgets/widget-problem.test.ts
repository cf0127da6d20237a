import { expect, test } from 'vitest';
import type { WidgetInfo } from '../../nodes/graph/node-class.ts';
import { missingChoice } from './widget-problem.ts';

const combo: WidgetInfo = {
  kind: 'combo',
  type: 'COMBO',
  name: 'sampler_name',
  isOptional: false,
  isAdvanced: false,
  tooltip: null,
  default: null,
  options: ['euler', 'heun'],
  hasControl: false,
  isImage: false,
};

test('a value that is not in the list is missing, with the nearest that is', () => {
  expect(missingChoice(combo, 'eular')).toEqual({ value: 'eular', nearest: 'euler' });
  expect(missingChoice(combo, 'euler')).toBeNull();
});

test('files of other folders are for the server to find', () => {
  expect(missingChoice(combo, 'a.latent [output]')).toBeNull();
  expect(missingChoice({ ...combo, isImage: true }, 'gone.png')).toBeNull();
});
