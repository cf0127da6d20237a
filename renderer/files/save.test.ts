import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { dialogs } from '../store/dialogs.ts';
import { openTab, workspace } from '../store/workspace.ts';
import { saveTab } from './save.ts';

const tagOf = (text: string) => createHash('sha256').update(text).digest('hex');

test('saving again while a save is under way is no change from elsewhere', async () => {
  let kept = 'before';
  vi.stubGlobal('fetch', async (_path: string, { headers = {}, body = '' }: RequestInit = {}) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (typeof body !== 'string' || body === '') return new Response('[]');
    const wanted = new Headers(headers).get('if-match');
    if (wanted !== `"${tagOf(kept)}"`) {
      return new Response('{"error":{"type":"changed_elsewhere"}}', { status: 409 });
    }
    kept = body;
    return new Response('"workflows/one.json"', { headers: { etag: `"${tagOf(kept)}"` } });
  });
  const id = openTab({
    name: 'one',
    file: { kind: 'userdata', path: 'one.json', tag: tagOf('before') },
  });
  await Promise.all([saveTab(id), saveTab(id), saveTab(id)]);
  expect(dialogs.getState().open).toBeNull();
  expect(workspace.getState().tabs[0]).toMatchObject({ file: { tag: tagOf(kept) } });
});
