import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startHub, type HubStandIn } from '../../tests/protocol/hub-stand-in.ts';
import type { TokenizerFile } from '../../nodes/files/tokenizer-files.ts';
import { tokenizersArguments } from './tokenizers-arguments.ts';
import { tokenizers } from './tokenizers.ts';

const bytes = Buffer.from('#version: 0.2\na b\n');
const file: TokenizerFile = {
  folder: 'clip_l',
  use: 'CLIP',
  repo: 'owner/name',
  revision: '0123456789abcdef',
  file: 'merges.txt',
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  licence: 'MIT',
};

let data: string;
let hub: HubStandIn;
let said: string[];
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'tokenizers-'));
  hub = await startHub(false);
  hub.put('merges.txt', bytes);
  vi.stubEnv('HF_ENDPOINT', hub.url);
  said = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await hub[Symbol.asyncDispose]();
  rmSync(data, { recursive: true });
});

test('lists what it would fetch, with size, licence and checksum, and fetches nothing', async () => {
  expect(await tokenizers(tokenizersArguments(['--data', data]))).toBe(0);
  const text = said.join('');
  expect(text).toContain('clip_l  merges.txt of openai/clip-vit-large-patch14 (32bd6428)');
  expect(text).toContain('791656 bytes, licence Apache-2.0, sha256 d60acb128cf7');
  expect(hub.asked).toEqual([]);
});

test('fetches the file of the revision, once', async () => {
  await tokenizers({ action: 'fetch', data, files: [file] });
  const path = join(data, 'models/tokenizers/clip_l/merges.txt');
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(said.join('')).toContain(`${bytes.length} bytes, licence MIT, sha256 ${file.sha256}`);
  expect(hub.asked).toContain('hub GET /owner/name/resolve/0123456789abcdef/merges.txt');
  const asked = hub.asked.length;
  await tokenizers({ action: 'fetch', data, files: [file] });
  expect(hub.asked).toHaveLength(asked);
});

test('throws away other bytes than those that were promised', async () => {
  hub.put('merges.txt', Buffer.from('#version: 0.2\na c\n'));
  const fetched = tokenizers({ action: 'fetch', data, files: [file] });
  await expect(fetched).rejects.toMatchObject({ code: 'checksum' });
  expect(readdirSync(join(data, 'models/tokenizers/clip_l'))).toEqual([]);
});

test.each([[['fetch']], [['fetch', 'clip_x']], [['remove', 't5']], [['list', 't5']]])(
  '%j is refused',
  (args) => {
    expect(() => tokenizersArguments(args)).toThrow(expect.objectContaining({ code: 'usage' }));
    expect(existsSync(join(data, 'models'))).toBe(false);
  },
);
