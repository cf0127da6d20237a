import { expect, test } from 'vitest';
import { isOwnPage, mayLoad, mayOpenOutside } from './addresses.ts';

const SERVER = 'http://127.0.0.1:4711';

test.each([
  'http://127.0.0.1:4711/',
  'http://127.0.0.1:4711/view?filename=a.png',
  'HTTP://127.0.0.1:4711',
])('%s is the own page', (address) => expect(isOwnPage(address, SERVER)).toBe(true));

test.each([
  'http://127.0.0.1:4711.evil.org/',
  'http://127.0.0.1:4711@evil.org/',
  'http://user@127.0.0.1:4711/',
  'http://127.0.0.1:4712/',
  'http://localhost:4711/',
  'https://127.0.0.1:4711/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'blob:http://127.0.0.1:4711/x',
  'about:blank',
  '',
])('%s is not', (address) => {
  expect(isOwnPage(address, SERVER)).toBe(false);
});

test('no page is the own one before the server runs', () => {
  expect(isOwnPage('http://127.0.0.1:4711/', null)).toBe(false);
});

test.each([
  ['ws://127.0.0.1:4711/ws', true],
  ['http://127.0.0.1:4711/system_stats', true],
  ['blob:http://127.0.0.1:4711/5e1', true],
  ['data:image/png;base64,AA==', true],
  ['ws://127.0.0.1:4712/ws', false],
  ['http://192.168.0.1/', false],
  ['https://example.org/pixel.png', false],
  ['file:///etc/passwd', false],
  ['chrome://settings', false],
])('a page loads %s: %s', (address, allowed) => {
  expect(mayLoad(address, SERVER)).toBe(allowed);
});

test.each([
  'https://huggingface.co/black-forest-labs/FLUX.1-dev',
  'https://arxiv.org/abs/2506.07986',
])('the browser opens %s', (address) => expect(mayOpenOutside(address)).toBe(true));

test.each([
  'http://huggingface.co/',
  'https://huggingface.co.evil.org/',
  'https://huggingface.co@evil.org/',
  'https://a:b@huggingface.co/',
  'https://huggingface.co:8443/',
  'https://evil.org/',
  'file:///C:/Windows/System32/calc.exe',
  'smb://server/share',
  '\\\\server\\share',
  'ms-msdt:/id PCWDiagnostic',
  'javascript:alert(1)',
  'not an address',
])('the browser is not asked to open %s', (address) => {
  expect(mayOpenOutside(address)).toBe(false);
});
