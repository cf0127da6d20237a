import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backendCommand } from './command.ts';

const ROOT = join(import.meta.dirname, '../../..');
const places = {
  root: ROOT,
  resources: '/opt/app/resources',
  isPackaged: false,
  platform: process.platform,
};

test('in development the Node and the script of the checkout run', () => {
  const { node, script, args } = backendCommand(places, ['--threads', '2'], {});
  expect([node, script].map((path) => existsSync(path))).toEqual([true, true]);
  expect(args).toEqual(['--threads', '2']);
});

test.each(['linux', 'win32'] as const)(
  'packed for %s, those beside the archive run',
  (platform) => {
    const { node, script } = backendCommand({ ...places, isPackaged: true, platform }, [], {});
    expect(node).toBe(
      join('/opt/app/resources/engine', platform === 'win32' ? 'node.exe' : 'node'),
    );
    expect(script).toBe(
      '/opt/app/resources/app.asar.unpacked/bin/taca-studio.mjs'.replaceAll('/', join('/')),
    );
  },
);

test('what would change how Node runs is not handed on', () => {
  const env = {
    PATH: '/bin',
    NODE_OPTIONS: '-r x',
    ELECTRON_RUN_AS_NODE: '1',
    npm_lifecycle_event: 'start',
  };
  expect(backendCommand(places, [], env).env).toEqual({ PATH: '/bin' });
});
