import { expect, test, vi } from 'vitest';
import { writeDraft } from './draft-api.ts';

test('what a browser would not send while it leaves is sent as usual', async () => {
  const asked: RequestInit[] = [];
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    asked.push(init);
    return new Response('{}');
  });
  // 65,536 bytes are the most.
  for (const letter of ['a', '漢'])
    await writeDraft('tab.a', { text: letter.repeat(30_000) }, true);
  expect(asked.map(({ keepalive }) => keepalive)).toEqual([true, false]);
});
