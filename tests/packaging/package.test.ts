/**
 * Packs the app around a file that stands for Electron's program, and runs what was packed far from the checkout with
 * an empty environment.
 */
import { execFile, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBackendProcess } from '../../electron/main/backend/backend-process.ts';
import { backendCommand } from '../../electron/main/backend/command.ts';
import { changedFiles, type FileHashes } from '../../electron/main/integrity.ts';

const ROOT = join(import.meta.dirname, '../..');
const NATIVE = /\.(node|dll|dylib|exe)$|\.so(\.\d+)*$/;
/** Where Electron's program keeps its fuses: a marker, version 1, nine of them, all on. */
const FUSES = ['dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', String.fromCharCode(1, 9), '1'.repeat(9)].join(
  '',
);
const [OFF, ON] = ['0'.charCodeAt(0), '1'.charCodeAt(0)];

describe.skipIf(process.platform !== 'linux')('the packed app', () => {
  let folder: string;
  let app: string;
  let resources: string;
  let archive: string;
  const unpacked = () => join(resources, 'app.asar.unpacked');
  const files = () => listPackage(archive, { isPack: false }).map((path) => path.slice(1));
  const hashes = () =>
    JSON.parse(extractFile(archive, 'dist/packed/hashes.json').toString()) as FileHashes;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'packed-'));
    const electron = join(folder, 'electron');
    mkdirSync(electron);
    writeFileSync(join(electron, 'electron'), FUSES, { mode: 0o755 });
    spawnSync(process.execPath, ['scripts/build.mjs', '--stale'], { cwd: ROOT });
    const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js');
    await promisify(execFile)(
      process.execPath,
      [builder, '--config', 'electron-builder.config.cjs', '--dir', '--publish', 'never'],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          TACA_ELECTRON_DIST: electron,
          TACA_RELEASE: join(folder, 'release'),
        },
      },
    );
    app = join(folder, 'release', 'linux-unpacked');
    resources = join(app, 'resources');
    archive = join(resources, 'app.asar');
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

  test('Electron keeps to its archive and runs as nothing else', async () => {
    const fuses = await getCurrentFuseWire(join(app, 'taca-studio'));
    const states = Object.fromEntries(
      Object.entries(fuses).map(([key, value]) => [FuseV1Options[Number(key)] ?? key, value]),
    );
    expect(states).toMatchObject({
      RunAsNode: OFF,
      EnableCookieEncryption: ON,
      EnableNodeOptionsEnvironmentVariable: OFF,
      EnableNodeCliInspectArguments: OFF,
      EnableEmbeddedAsarIntegrityValidation: ON,
      OnlyLoadAppFromAsar: ON,
      LoadBrowserProcessSpecificV8Snapshot: OFF,
      GrantFileProtocolExtraPrivileges: OFF,
    });
  });

  test('native modules lie beside the archive, for this machine alone', () => {
    const native = files().filter((path) => NATIVE.test(path));
    expect(native.join('\n')).toMatch(/onnxruntime_binding\.node/);
    expect(native.join('\n')).toMatch(/libvips-cpp\.so/);
    for (const path of native) {
      expect(statFile(archive, path), path).toMatchObject({ unpacked: true });
      expect(path).not.toMatch(/darwin|win32|cuda|tensorrt/);
    }
  });

  test('what Electron runs lies in the archive', () => {
    for (const path of [
      'dist/main/main.js',
      'dist/preload/preload.cjs',
      'dist/packed/hashes.json',
    ]) {
      expect(statFile(archive, path)).not.toHaveProperty('unpacked', true);
    }
  });

  test('neither tests nor source maps nor tools are packed', () => {
    const wrong = files().filter((path) =>
      /\.map$|\.test\.ts$|^(tests|renderer|docs)\/|node_modules\/(vite|electron|typescript)\//.test(
        path,
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('what runs beside the archive is as it was hashed, and a change is found', async () => {
    const runs = files().filter(
      (path) => NATIVE.test(path) || /^(bin|electron|nodes|scripts)\/.*\.(ts|mjs)$/.test(path),
    );
    expect(runs.filter((path) => !(path in hashes()))).toEqual([]);
    expect(await changedFiles(unpacked(), hashes())).toEqual([]);
    const path = join(unpacked(), 'electron/cli/main.ts');
    const before = readFileSync(path);
    writeFileSync(path, 'evil()');
    expect(await changedFiles(unpacked(), hashes())).toEqual(['electron/cli/main.ts']);
    writeFileSync(path, before);
  });

  test('the server runs on its own Node and serves the nodes and the page', async () => {
    const places = { root: archive, resources, isPackaged: true, platform: process.platform };
    const command = backendCommand(places, ['--data', join(folder, 'data')], {});
    const lines: string[] = [];
    const url = await new Promise<string>((resolve, reject) => {
      const listeners = { onUrl: resolve, onLine: (line: string) => lines.push(line) };
      const server = startBackendProcess(command, { port: 0, token: 'token' }, listeners);
      stop = server.stop;
      server.ended.then(() => reject(new Error(lines.join('\n'))), reject);
    });
    const get = (path: string) => fetch(url + path, { headers: { authorization: 'Bearer token' } });
    const nodes = (await (await get('/object_info')).json()) as object;
    expect(Object.keys(nodes)).toContain('TACAAttention');
    const page = await get('/');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? 'no script';
    expect((await get(script)).status).toBe(200);
    expect((await fetch(`${url}/object_info`)).status).toBe(401);
  });
  let stop: (() => Promise<void>) | undefined;
  afterAll(() => stop?.());

  test('it renders a picture with the bundled model', async () => {
    const { node, script } = backendCommand(
      { root: archive, resources, isPackaged: true, platform: process.platform },
      [],
      {},
    );
    const out = join(folder, 'pictures');
    const workflow = join(unpacked(), 'workflows/first-picture.json');
    const args = [script, 'render', workflow, '--out', out, '--data', join(folder, 'render')];
    await promisify(execFile)(node, args, { cwd: folder, env: {} });
    expect(readdirSync(out)).toEqual([expect.stringMatching(/\.png$/)]);
    expect(existsSync(join(unpacked(), 'data'))).toBe(false);
  });
});
