import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { appArguments } from './arguments.ts';

const at = (name: string) => resolve('/work-folder', name);

test('workflows and pictures are opened, from the folder of the command line', () => {
  const { files } = appArguments(['a.json', join('sub', 'B.TACA'), 'c.png'], '/work-folder');
  expect(files).toEqual([at('a.json'), at(join('sub', 'B.TACA')), at('c.png')]);
});

test('other words are not files: the folder of the app, programs, addresses', () => {
  const { files } = appArguments(['.', 'run.exe', 'taca://open', '--', 'x.sh'], '/work-folder');
  expect(files).toEqual([]);
});

test('options of the server go to the server, with whole paths', () => {
  const { serve, files } = appArguments(
    ['--data', 'd', '--models=m', '--models', 'n.json', '--threads', '2', '--device=webgpu'],
    '/work-folder',
  );
  expect(serve).toEqual([
    '--data',
    at('d'),
    '--models',
    at('m'),
    '--models',
    at('n.json'),
    '--threads',
    '2',
    '--device',
    'webgpu',
  ]);
  expect(files).toEqual([]);
});

test("Chromium's switches and the server's address are not passed on", () => {
  const args = ['--no-sandbox', '--port', '80', '--host=0.0.0.0', '--inspect=9229'];
  expect(appArguments(args, '/work-folder')).toEqual({ files: [], serve: [] });
});
