import { expect, test } from 'vitest';
import { parseHubAddress } from './address.ts';

const endpoint = new URL('https://hub.test:8443');

test.each([
  ['owner/name', 'owner/name', 'main', null],
  [' gpt2 ', 'gpt2', 'main', null],
  ['owner/name/', 'owner/name', 'main', null],
  ['owner/name/sub/a.safetensors', 'owner/name', 'main', 'sub/a.safetensors'],
  ['https://huggingface.co/owner/name', 'owner/name', 'main', null],
  ['https://huggingface.co/owner/name/tree/v2', 'owner/name', 'v2', null],
  ['https://hf.co/o/n/blob/main/a%20b.safetensors', 'o/n', 'main', 'a b.safetensors'],
  [
    'https://huggingface.co/o/n/resolve/refs%2Fpr%2F1/x.gguf?download=true',
    'o/n',
    'refs/pr/1',
    'x.gguf',
  ],
  ['https://hub.test:8443/o/n/resolve/main/x.gguf', 'o/n', 'main', 'x.gguf'],
])('%s', (text, repo, revision, file) => {
  expect(parseHubAddress(text, endpoint)).toEqual({ repo, revision, file });
});

test.each([
  '',
  '/etc/passwd',
  '../name',
  'owner/..',
  'https://example.com/o/n/resolve/main/x.gguf',
  'https://huggingface.co.evil.test/o/n',
  'https://hub.test/o/n',
  'https://huggingface.co/o/n/resolve/main/..%2f..%2fx.gguf',
  'https://huggingface.co/',
])('%j is refused', (text) => {
  const parse = () => parseHubAddress(text, endpoint);
  expect(parse).toThrow(expect.objectContaining({ code: 'hub_address' }));
});
