import { expect, test } from 'vitest';
import { devicesArguments, providerArguments } from './device-arguments.ts';

test('all devices, unless one is named', () => {
  expect(devicesArguments(['--data', 'd'])).toEqual({
    data: 'd',
    device: 'auto',
    again: false,
    json: false,
  });
  expect(devicesArguments(['--device', 'cuda:1', '--again', '--json'])).toMatchObject({
    device: 'cuda:1',
    again: true,
    json: true,
  });
});

test('providers are listed, installed and removed', () => {
  expect(providerArguments(['list', '--data', 'd'])).toEqual({ action: 'list', data: 'd' });
  expect(providerArguments(['remove', 'cuda', '--data', 'd'])).toEqual({
    action: 'remove',
    data: 'd',
    name: 'cuda',
  });
  const mirror = ['--mirror', 'https://example.org/pypi'];
  expect(providerArguments(['install', 'cuda', ...mirror])).toMatchObject({
    name: 'cuda',
    mirror: new URL('https://example.org/pypi'),
  });
});

test.each([
  [['--device', 'cuda:x'], '--device is auto'],
  [['--device', 'webgpu:1'], '--device is auto'],
  [['extra'], 'one argument too many'],
])('devices %j is refused: %s', (args, message) => {
  expect(() => devicesArguments(args)).toThrow(message);
});

test.each([
  [[], 'provider takes list, install or remove'],
  [['fetch'], 'provider takes list, install or remove'],
  [['install'], 'NAME is missing'],
  [['install', 'cuda', '--mirror', 'ftp://x'], '--mirror is an address'],
])('provider %j is refused: %s', (args, message) => {
  expect(() => providerArguments(args)).toThrow(message);
});
