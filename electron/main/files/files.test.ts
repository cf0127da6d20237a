import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMemory } from '../remembered.ts';
import { createGrants } from './grants.ts';
import { readChosen, writeChosen } from './read-write.ts';
import { recentNames, withRecent } from './recent.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'desktop-files-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = new TextEncoder().encode('{}');

test('a file that the person chose is read and written, all or nothing', async () => {
  const path = join(folder, 'a.json');
  const grants = createGrants();
  grants.grant(path);
  expect(await writeChosen(path, bytes, grants)).toEqual({ path, name: 'a.json' });
  expect(await readChosen(path, grants)).toEqual({ path, name: 'a.json', bytes });
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('a file that nobody chose is neither read nor written', async () => {
  const grants = createGrants();
  grants.grant(join(folder, 'a.json'));
  const other = join(folder, 'b.json');
  writeFileSync(other, 'kept');
  for (const path of [other, join(folder, 'a.json', '..', 'b.json'), 'b.json', '']) {
    await expect(readChosen(path, grants)).rejects.toMatchObject({ code: 'file_not_chosen' });
    await expect(writeChosen(path, bytes, grants)).rejects.toMatchObject({
      code: 'file_not_chosen',
    });
  }
  expect(readFileSync(other, 'utf8')).toBe('kept');
});

test.skipIf(process.platform === 'win32')(
  'a link put in place of a chosen file leads nowhere',
  async () => {
    const path = join(folder, 'a.json');
    const secret = join(folder, 'secret.json');
    writeFileSync(path, 'mine');
    writeFileSync(secret, 'secret');
    const grants = createGrants();
    grants.grant(path);
    rmSync(path);
    symlinkSync(secret, path);
    await expect(readChosen(path, grants)).rejects.toMatchObject({ code: 'file_not_chosen' });
  },
);

test.each(['run.exe', 'id_rsa', '.bashrc', 'a.json.sh'])('%s is not a file to open', (name) => {
  expect(() => createGrants().grant(join(folder, name))).toThrow(
    'neither a workflow nor a picture',
  );
});

test('what is gone, too large or a folder is said so', async () => {
  const grants = createGrants();
  const at = (name: string) => grants.grant(join(folder, name));
  await expect(readChosen(at('gone.json'), grants)).rejects.toThrow('is no longer there');
  writeFileSync(join(folder, 'big.png'), '');
  truncateSync(join(folder, 'big.png'), 300 * 2 ** 20);
  await expect(readChosen(at('big.png'), grants)).rejects.toThrow('big.png has 300 MB');
  mkdirSync(join(folder, 'folder.json'));
  await expect(readChosen(at('folder.json'), grants)).rejects.toMatchObject({
    code: 'file_unreadable',
  });
  await expect(writeChosen(at('folder.json'), bytes, grants)).rejects.toMatchObject({
    code: 'output_unwritable',
  });
});

test('the newest file is first in the list, once, and the list has an end', () => {
  let paths: readonly string[] = [];
  for (let i = 0; i < 20; i++) paths = withRecent(paths, `/w/${i}.json`);
  paths = withRecent(paths, '/w/15.json');
  expect(paths).toHaveLength(12);
  expect(paths.slice(0, 3)).toEqual(['/w/15.json', '/w/19.json', '/w/18.json']);
  expect(recentNames(['/w/a.json'])).toEqual([{ path: '/w/a.json', name: 'a.json' }]);
});

test('what is remembered survives, and a broken file is started anew', async () => {
  const path = join(folder, 'desktop.json');
  const complaints: string[] = [];
  const memory = openMemory(path, (line) => complaints.push(line));
  expect(memory.value).toEqual({ port: 0, recent: [], bounds: { width: 1440, height: 900 } });
  memory.update({ port: 4711 });
  memory.update({ recent: ['/w/a.json'] });
  await memory.flush();
  expect(openMemory(path, () => undefined).value).toMatchObject({
    port: 4711,
    recent: ['/w/a.json'],
  });
  for (const broken of ['', '{"port":', '{"port":"x"}', '\0\0\0\0']) {
    writeFileSync(path, broken);
    expect(openMemory(path, () => undefined).value.port).toBe(0);
  }
  expect(complaints).toEqual([]);
});
