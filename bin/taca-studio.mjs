#!/usr/bin/env node
// Runs the command line on Node 24 or newer: this process if it is, else the Node that the project installs.
import { spawnSync } from 'node:child_process';
import module from 'node:module';

const NEEDED = 24;

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  module.enableCompileCache();
  await import('../electron/cli/main.ts');
} else {
  let node;
  try {
    node = module.createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    console.error(
      `taca-studio needs Node ${NEEDED} or newer (this is ${process.version}). Run "npm ci" first.`,
    );
    process.exit(1);
  }
  const { status, signal } = spawnSync(node, [import.meta.filename, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}
