import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { f32, writeSafetensors } from '../safetensors.fixture.ts';
import { clearConverted, convertedFiles, removeStale } from './converted-files.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'converted-'));
  mkdirSync(join(dir, 'weights'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const named = (digit: string) => join(dir, 'weights', `${digit.repeat(32)}.safetensors`);

function writeConverted(digit: string, source: string): string {
  const source_files = JSON.stringify([{ path: source, size: 1, mtimeMs: 1, inode: 1 }]);
  return writeSafetensors(named(digit), { a: f32([1]) }, { precision: 'int8', source_files });
}

test('a file that another process took away while they are listed is passed over', () => {
  const path = writeConverted('a', join(dir, 'gone'));
  symlinkSync(join(dir, 'taken'), named('b'));
  expect(convertedFiles(dir)).toMatchObject([{ path, precision: 'int8' }]);
  expect(clearConverted(dir)).toBeGreaterThan(0);
});

test('a source that cannot be looked at is no reason to remove what was made of it', () => {
  const loop = join(dir, 'loop');
  symlinkSync(loop, loop);
  const kept = writeConverted('a', loop);
  const stale = writeConverted('b', kept);
  removeStale(dir);
  expect([existsSync(kept), existsSync(stale)]).toEqual([true, false]);
});
