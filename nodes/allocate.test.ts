import { expect, test, vi } from 'vitest';
import { allocate } from './allocate.ts';

test('a result that takes more than half of the free memory is refused with the numbers', () => {
  const free = vi.spyOn(process, 'availableMemory').mockReturnValue(3 * 2 ** 20);
  try {
    expect(allocate([256, 1024]).shape).toEqual([256, 1024]);
    expect(() => allocate([512, 1024])).toThrow('takes 0.0 GiB; 0.0 GiB are free');
  } finally {
    free.mockRestore();
  }
});
