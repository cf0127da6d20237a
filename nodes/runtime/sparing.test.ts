import { expect, test } from 'vitest';
import { cpu } from './device.ts';
import { sparing } from './sparing.ts';

test('a large network keeps no memory patterns, a small one does', () => {
  const { enableMemPattern } = sparing(cpu, 5e9).sessionOptions();
  expect(enableMemPattern).toBe(false);
  expect(sparing(cpu, 5e6)).toBe(cpu);
});
