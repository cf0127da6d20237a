// Where Electron's program is, which its package fetches when it is first needed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './install.mjs';

const ANSWER_MS = 5000;
const DOWNLOAD_MS = 300_000;
const RELEASES = 'https://github.com/electron/electron/releases/';

/** @returns the path of Electron's program, or why there is none */
export async function findElectron(env = process.env) {
  if (env.TACA_ELECTRON) return { path: env.TACA_ELECTRON };
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) {
    return { reason: 'there is no display' };
  }
  const folder = dirname(
    createRequire(join(root, 'package.json')).resolve('electron/package.json'),
  );
  if (!installedIn(folder)) {
    if (!(await answers(env)))
      return { reason: 'it is not downloaded, and its site does not answer' };
    console.error('Downloading Electron, once …');
    await runInstaller(join(folder, 'install.js'));
  }
  const path = installedIn(folder);
  return path ? { path } : { reason: 'its download failed' };
}

function installedIn(folder) {
  const name = join(folder, 'path.txt');
  const path = existsSync(name) ? join(folder, 'dist', readFileSync(name, 'utf8')) : '';
  return existsSync(path) ? path : undefined;
}

/** Whether a download can work at all; behind a proxy that only the installer can tell. */
async function answers(env) {
  if (env.ELECTRON_GET_USE_PROXY) return true;
  try {
    await fetch(env.ELECTRON_MIRROR || env.npm_config_electron_mirror || RELEASES, {
      method: 'HEAD',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return true;
  } catch {
    return false;
  }
}

function runInstaller(script) {
  const installer = spawn(process.execPath, [script], {
    stdio: ['ignore', 2, 2],
    timeout: DOWNLOAD_MS,
  });
  return new Promise((resolve) => {
    installer.once('exit', resolve);
    installer.once('error', resolve);
  });
}
