import { expect, test } from 'vitest';
import { t } from './text.ts';

test('values are put in, and one thing has another form than many', () => {
  expect(t('app.nodeCount', { count: 1 })).toBe('1 node');
  expect(t('app.nodeCount', { count: 0 })).toBe('0 nodes');
  expect(t('app.nodeCount', { count: 12 })).toBe('12 nodes');
});
