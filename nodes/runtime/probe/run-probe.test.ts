import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runProbe } from './run-probe.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'probe-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const request = { kind: 'webgpu', index: 0 } as const;

/** A test process that does what `code` says. */
function entry(code: string): URL {
  const path = join(folder, 'probe.mjs');
  writeFileSync(path, code);
  return pathToFileURL(path);
}

test('the report of the other process comes back', async () => {
  const report = { tests: [], float16: true, maxBufferBytes: 1 };
  const code = `process.send({ report: ${JSON.stringify(report)} }, () => process.exit());`;
  expect(await runProbe(request, { entry: entry(code) })).toEqual(report);
});

test('a library that is missing is named, which ONNX Runtime only logs', async () => {
  const log = 'Failed to load library /x/libprovider.so with error: liby.so.1: cannot open\\n';
  const code = `
    process.stderr.write('${log}');
    process.send({ failure: 'Failed to load shared library' }, () => process.exit());`;
  await expect(runProbe(request, { entry: entry(code) })).rejects.toThrow(
    /^liby\.so\.1: cannot open$/,
  );
});

test('a driver that crashes takes the test alone with it', async () => {
  const code = 'process.kill(process.pid, "SIGSEGV");';
  await expect(runProbe(request, { entry: entry(code) })).rejects.toThrow(
    'its driver ended the test with SIGSEGV',
  );
});

test('a driver that hangs is given up on', async () => {
  const code = 'setInterval(() => {}, 1000);';
  await expect(runProbe(request, { entry: entry(code), patienceMs: 300 })).rejects.toThrow(
    'it gave no answer within 0.3 s',
  );
});

test('a kind that this system lacks is said in words', async () => {
  const kind = process.platform === 'darwin' ? 'dml' : 'coreml';
  await expect(runProbe({ kind, index: 0 })).rejects.toThrow(/no available backend/);
});
