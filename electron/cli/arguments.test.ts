import { join } from 'node:path';
import { expect, test } from 'vitest';
import { convertArguments, renderArguments, serveArguments } from './arguments.ts';
import { userDataFolder } from './user-data-folder.ts';

test('a render needs a workflow alone', () => {
  expect(renderArguments(['a.json', '--data', 'd'])).toEqual({
    workflow: 'a.json',
    set: [],
    count: 1,
    out: '.',
    input: undefined,
    json: false,
    quiet: false,
    data: 'd',
    models: [],
    device: 'cpu',
    threads: 0,
  });
});

test('repeated options add up', () => {
  const models = ['--models', import.meta.dirname];
  const args = renderArguments(['--set', '1.a=1', 'a.json', '--set', '1.b=-2', ...models]);
  expect(args.set).toEqual(['1.a=1', '1.b=-2']);
  expect(args.models).toEqual([import.meta.dirname]);
});

test.each([
  [[], 'WORKFLOW is missing'],
  [['a.json', 'b.json'], '"b.json" is one argument too many'],
  [['a.json', '--count', '0'], '--count is a whole number from 1'],
  [['a.json', '--count', '1.5'], '--count'],
  [['a.json', '--device', 'tpu'], 'as in cuda:1, not "tpu"'],
  [['a.json', '--precision', 'int3'], '--precision is one of auto, fp32'],
  [['a.json', '--nonsense'], "Unknown option '--nonsense'"],
  [['a.json', '--out'], '--out'],
  [['a.json', '--models', 'no/such'], '--models: there is no folder no/such'],
  [['a.json', '--input', import.meta.filename], '--input: there is no folder'],
])('render %j is refused: %s', (args, message) => {
  expect(() => renderArguments(args)).toThrow(message);
});

test('the server listens on port 8188 unless told otherwise', () => {
  expect(serveArguments(['--data', 'd']).port).toBe(8188);
  expect(serveArguments(['--port', '0']).port).toBe(0);
  expect(() => serveArguments(['--port', '70000'])).toThrow('from 0 to 65535');
});

test('a precision goes to the engine, or is left to the settings', () => {
  expect(renderArguments(['a.json', '--precision', 'int8']).precision).toBe('int8');
  expect(serveArguments(['--precision', 'auto']).precision).toBe('auto');
  expect(serveArguments([])).not.toHaveProperty('precision');
});

test('a conversion names both files', () => {
  expect(convertArguments(['a', 'b'])).toEqual({ from: 'a', to: 'b' });
  expect(() => convertArguments(['a'])).toThrow('OUT is missing');
});

test('the data folder is the one of the platform, unless TACA_DATA names another', () => {
  expect(userDataFolder('linux', {}, '/home/x')).toBe(join('/home/x/.local/share/taca-studio'));
  expect(userDataFolder('linux', { XDG_DATA_HOME: '/d' })).toBe(join('/d/taca-studio'));
  expect(userDataFolder('darwin', {}, '/Users/x')).toContain('Application Support');
  expect(userDataFolder('win32', { LOCALAPPDATA: 'C:\\L' })).toContain('TACA Studio');
  expect(userDataFolder('linux', { TACA_DATA: '/t' })).toBe('/t');
});
