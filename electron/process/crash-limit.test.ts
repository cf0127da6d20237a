import { expect, test } from 'vitest';
import { crashLimit } from './crash-limit.ts';

test('two crashes in a minute may be followed by another start at once', () => {
  const limit = crashLimit();
  limit.crashed(0);
  limit.crashed(1000);
  expect(limit.waitFor(1001)).toBe(0);
});

test('the third crash within a minute stops the restarts until the first is a minute old', () => {
  const limit = crashLimit();
  for (const at of [0, 10_000, 20_000]) limit.crashed(at);
  expect(limit.waitFor(20_000)).toBe(40_000);
  expect(limit.waitFor(60_000)).toBe(0);
});

test('what is forgiven no longer counts', () => {
  const limit = crashLimit();
  for (const at of [0, 1, 2]) limit.crashed(at);
  limit.forgive();
  expect(limit.waitFor(3)).toBe(0);
});
