import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

test('a checkout without node_modules says what to run', () => {
  for (const name of ['bin', 'scripts']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/taca-studio.mjs')]);
  expect(status).toBe(1);
  expect(stderr.toString()).toBe(
    'taca-studio is not installed yet: run "npm ci" in its folder first.\n',
  );
});

test.skipIf(process.platform === 'win32')(
  'the server ends when npm is killed that started it',
  async () => {
    const server = `"${process.execPath}" "${ROOT}/bin/taca-studio.mjs" serve --port 0 --data "${folder}"`;
    const shell = spawn('sh', ['-c', `${server} & wait`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    const ended = once(shell.stdout, 'end');
    const [line] = (await once(shell.stdout, 'data')) as [Buffer];
    expect(line.toString()).toContain('http://127.0.0.1:');
    shell.kill('SIGTERM');
    await ended;
  },
);
