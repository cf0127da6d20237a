// npm run build: the page of the editor into dist/renderer. Others call buildIfStale, which does nothing when the built
// files are newer than their sources.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectNode, root } from './install.mjs';

const SOURCES = [
  'renderer',
  'nodes/graph',
  'electron/protocol',
  'vite.config.ts',
  'package-lock.json',
];

/** @returns whether the page is built */
export function buildIfStale() {
  const built = join(root, 'dist', 'renderer', 'index.html');
  if (!existsSync(join(root, 'vite.config.ts'))) return existsSync(built);
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...SOURCES.map(newest))) return true;
  return build();
}

function build() {
  const { status } = spawnSync(
    projectNode(),
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    // The server's standard output is its address alone.
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  return status === 0;
}

/** When the newest file under a path was changed, in ms. */
function newest(path) {
  const full = join(root, path);
  const own = statSync(full).mtimeMs;
  if (!statSync(full).isDirectory()) return own;
  const files = readdirSync(full, { recursive: true, withFileTypes: true });
  return files.reduce(
    (latest, file) => Math.max(latest, statSync(join(file.parentPath, file.name)).mtimeMs),
    own,
  );
}

if (import.meta.filename === process.argv[1]) process.exit(build() ? 0 : 1);
