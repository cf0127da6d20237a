import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openConfiguration } from './configuration.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'configuration-'));
});
afterEach(() => rmSync(data, { recursive: true }));

it('has the engine start with what is set, and the command line win', async () => {
  const folder = join(data, 'mine');
  mkdirSync(folder);
  const first = openConfiguration(data, { models: [] });
  expect(first.engine()).toMatchObject({ device: 'cpu', threads: 0, memory: undefined });
  await first.change({
    device: 'auto',
    threads: 2,
    precision: 'int8',
    memoryBudget: 2 ** 30,
    modelFolders: [folder],
  });
  const again = openConfiguration(data, { models: [] });
  expect(again.engine()).toMatchObject({
    device: 'auto',
    threads: 2,
    precision: 'int8',
    memory: 2 ** 30,
  });
  expect(again.models()).toEqual([folder, join(data, 'models')]);
  const fixed = openConfiguration(data, { device: 'cpu', models: [join(data, 'given')] });
  expect(fixed.engine()).toMatchObject({ device: 'cpu', threads: 2 });
  const exact = openConfiguration(data, { precision: 'fp32', models: [] });
  expect(exact.engine().precision).toBe('fp32');
  expect(fixed.models()[0]).toBe(join(data, 'given'));
});

it('tells a ComfyUI that is gone, and goes on without it', async () => {
  const comfyui = join(data, 'ComfyUI');
  mkdirSync(join(comfyui, 'models'), { recursive: true });
  const configuration = openConfiguration(data, { models: [] });
  await configuration.change({ comfyui });
  expect(configuration.models()).toContain(join(comfyui, 'models'));
  rmSync(comfyui, { recursive: true });
  const again = openConfiguration(data, { models: [] });
  expect(again.problems).toMatchObject([{ code: 'comfyui_not_found' }]);
  expect(again.models()).toEqual([join(data, 'models')]);
});

it('never overwrites a file that it set aside before', async () => {
  const user = join(data, 'user');
  mkdirSync(user);
  for (const content of ['{', '[]']) {
    writeFileSync(join(user, 'studio-settings.json'), content);
    expect(openConfiguration(data, { models: [] }).problems).toHaveLength(1);
  }
  expect(readdirSync(user).toSorted()).toEqual([
    'studio-settings.json.bad',
    'studio-settings.json.bad2',
  ]);
});

it('says which folder cannot be made', () => {
  const file = join(data, 'file');
  writeFileSync(file, '');
  expect(() => openConfiguration(join(file, 'data'), { models: [] })).toThrow(
    `${join(file, 'data', 'user')} cannot be written`,
  );
});
