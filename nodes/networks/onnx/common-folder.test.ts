import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { commonFolder } from './common-folder.ts';

test('is the deepest folder above all files', () => {
  const { dir, locationOf } = commonFolder(
    ['/m/unet/a.st', '/m/unet/deep/b.st', '/m/loras/c.st'],
    posix,
  );
  expect(dir).toBe('/m');
  expect(locationOf('/m/unet/deep/b.st')).toBe('unet/deep/b.st');
});

test('is the root where files share nothing else', () => {
  const { dir, locationOf } = commonFolder(['/a/one.st', '/b/two.st'], posix);
  expect(dir).toBe('/');
  expect(locationOf('/b/two.st')).toBe('b/two.st');
});

test('does not take folders for one that begin alike', () => {
  expect(commonFolder(['/m/lora/a', '/m/loras/b'], posix).dir).toBe('/m');
});

test('holds only for the drive of the first file on Windows', () => {
  const { dir, locationOf } = commonFolder(
    ['C:\\m\\a.st', 'D:\\loras\\b.st', 'C:\\n\\c.st'],
    win32,
  );
  expect(dir).toBe('C:\\');
  expect(locationOf('C:\\n\\c.st')).toBe('n/c.st');
  expect(locationOf('D:\\loras\\b.st')).toBeNull();
});

test('takes a network share for a drive', () => {
  const { dir, locationOf } = commonFolder(
    ['\\\\nas\\models\\a.st', '\\\\nas\\models\\x\\b.st'],
    win32,
  );
  expect(locationOf('\\\\nas\\models\\x\\b.st')).toBe('x/b.st');
  expect(`${dir}x`).toBe('\\\\nas\\models\\x');
});
