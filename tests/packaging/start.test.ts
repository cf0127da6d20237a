import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

interface Started {
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  readonly ended: Promise<[number | null]>;
}

let folder: string;
const started: Started[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

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

/** npm start without npm; no program but Node is found, so that no browser opens. */
function start(args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: dirname(process.execPath), HOME: folder, ...env },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const ended = once(child, 'close') as Promise<[number | null]>;
  const running = { child, lines, ended };
  started.push(running);
  return running;
}

/** A program in Electron's place. */
function electronThat(program: string): string {
  const path = join(folder, 'electron');
  writeFileSync(path, `#!${process.execPath}\n${program}`, { mode: 0o755 });
  return path;
}

describe.skipIf(process.platform === 'win32')('npm start', () => {
  const serves = expect.stringMatching(/TACA Studio is at http:\/\/127\.0\.0\.1:\d+/);

  test('opens the app with its options', async () => {
    const electron = electronThat(
      `require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'args'))}, JSON.stringify(process.argv.slice(2)))`,
    );
    const { ended } = start(['--data', folder], { TACA_ELECTRON: electron });
    expect(await ended).toEqual([0, null]);
    const args = JSON.parse(readFileSync(join(folder, 'args'), 'utf8')) as string[];
    expect(args.map((arg) => arg.replace(/[/\\]$/, ''))).toEqual([ROOT, '--data', folder]);
  });

  test.each([
    [
      'an Electron that ends at once',
      () => ({ TACA_ELECTRON: electronThat('process.exit(1)') }),
      'exit code 1',
    ],
    ['no Electron', () => ({ TACA_ELECTRON: join(folder, 'none') }), 'ENOENT'],
    ['no display', () => ({}), process.platform === 'linux' ? 'no display' : ''],
    [
      'no network',
      () => ({ DISPLAY: ':9', ELECTRON_MIRROR: 'http://127.0.0.1:1/' }),
      'The app opens in the browser instead.',
    ],
  ])('with %s it serves the same app', async (_what, env, told) => {
    const args = ['--data', join(folder, 'data'), '--threads', '1'];
    const { child, lines, ended } = start(args, env());
    await vi.waitFor(() => expect(lines).toContainEqual(serves), { timeout: 40_000 });
    expect(lines.join('\n')).toContain(told);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  test('a port asks for the browser', async () => {
    const electron = electronThat('process.exit(0)');
    const args = ['--port', '0', '--data', join(folder, 'data')];
    const { child, lines, ended } = start(args, { TACA_ELECTRON: electron });
    await vi.waitFor(() => expect(lines).toContainEqual(serves), { timeout: 40_000 });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
