import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { providerEnvironment } from './environment.ts';
import { folderOf } from './installed.ts';
import { providerPackages } from './table.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'providers-'));
});
afterEach(() => rmSync(data, { recursive: true }));

const [cuda] = providerPackages();

test('without providers the environment stays as it is', () => {
  const env = { LD_LIBRARY_PATH: '/a' };
  expect(providerEnvironment(data, env)).toBe(env);
});

test.runIf(cuda)('ONNX Runtime is loaded from beside a provider', () => {
  if (!cuda) return;
  const folder = folderOf(data, cuda);
  mkdirSync(folder, { recursive: true });
  for (const member of cuda.members) writeFileSync(join(folder, basename(member)), '');
  expect(providerEnvironment(data, { LD_LIBRARY_PATH: '/a', X: 'y' })).toEqual({
    LD_LIBRARY_PATH: `${folder}:/a`,
    X: 'y',
  });
  const link = join(folder, 'libonnxruntime.so.1');
  const target = readlinkSync(link);
  expect(target).toMatch(/onnxruntime-node.*libonnxruntime\.so\.1$/);
  expect(providerEnvironment(data, {}).LD_LIBRARY_PATH).toBe(folder);
  expect(readlinkSync(link)).toBe(target);
});

test('there is CUDA for the ONNX Runtime of this program, on Linux on x64', () => {
  expect(providerPackages({ platform: 'linux', arch: 'x64' }).map(({ name }) => name)).toEqual([
    'cuda',
  ]);
  expect(providerPackages({ platform: 'darwin', arch: 'arm64' })).toEqual([]);
});
