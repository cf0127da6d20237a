#!/usr/bin/env node
// Runs the command line on Node 24 or newer: this process if it is, else the Node that the project installs.
import { spawn } from 'node:child_process';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { whenNpmHasGone } from '../scripts/orphan.mjs';

const NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  module.enableCompileCache();
  requireInstalled('zod');
  if (process.argv[2] === 'serve') {
    const { buildIfStale } = await import('../scripts/build.mjs');
    buildIfStale();
  }
  whenNpmHasGone(() => process.kill(process.pid, 'SIGTERM'));
  await import('../electron/cli/main.ts');
} else {
  const node = requireInstalled('node/bin/node');
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl+C to the child as well.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  whenNpmHasGone(() => child.kill('SIGTERM'));
  child.on('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal).kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}

/** The path of what `npm ci` puts there. */
function requireInstalled(name) {
  try {
    return module.createRequire(import.meta.url).resolve(name);
  } catch {
    console.error('taca-studio is not installed yet: run "npm ci" in its folder first.');
    return process.exit(1);
  }
}
