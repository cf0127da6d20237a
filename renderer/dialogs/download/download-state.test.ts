import { expect, test } from 'vitest';
import type { Download } from '../../../electron/protocol/downloads.ts';
import { shareOf, stateOf } from './download-state.ts';

const download: Download = {
  id: '1',
  repo: 'owner/name',
  revision: 'main',
  file: 'a.safetensors',
  folder: 'vae',
  name: 'a.safetensors',
  path: '/a.safetensors',
  state: 'running',
  received: 5e9,
  size: 2e10,
  bytesPerSecond: 1e8,
  verified: false,
  problem: null,
};

test.each([
  [{}, '5.0 GB of 20.0 GB · 100 MB/s, about 3 min left'],
  [{ bytesPerSecond: null }, '5.0 GB of 20.0 GB'],
  [{ size: null }, '5.0 GB'],
  [{ state: 'paused' }, 'Paused at 25 %'],
  [{ state: 'checking', received: 2e10 }, 'Comparing the checksum, 100 %'],
  [{ state: 'done', verified: true }, '20.0 GB · checksum right'],
  [{ state: 'failed', problem: { code: 'x', message: 'No.', cure: 'Do this.' } }, 'No. Do this.'],
] as const)('%j is shown as %j', (change, text) => {
  expect(stateOf({ ...download, ...change })).toBe(text);
});

test('a share is known with the size alone', () => {
  expect(shareOf(download)).toBe(0.25);
  expect(shareOf({ ...download, size: null })).toBeNull();
});
