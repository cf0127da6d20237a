import { expect, test } from 'vitest';
import { carriesToken } from './access-token.ts';

test('without a token every request passes', () => {
  expect(carriesToken({}, undefined)).toBe(true);
});

test('a request passes with the token in its cookie or as bearer', () => {
  expect(carriesToken({ cookie: 'a=b; taca-studio-token=secret' }, 'secret')).toBe(true);
  expect(carriesToken({ authorization: 'Bearer secret' }, 'secret')).toBe(true);
});

test.each([
  {},
  { cookie: 'taca-studio-token=secre' },
  { cookie: 'taca-studio-token=' },
  { cookie: 'other-taca-studio-token=secret' },
  { authorization: 'secret' },
  { authorization: 'Bearer secret2' },
])('a request with %j is refused', (headers) => {
  expect(carriesToken(headers, 'secret')).toBe(false);
});
