// npm run build: the page of the editor into dist/renderer, the desktop app's main process and preload script beside it;
// with --stale, and where others call buildIfStale, only what is older than its sources.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectNode, root } from './install.mjs';

/** What the server serves. */
export const PAGE = [
  {
    built: 'dist/renderer/index.html',
    sources: [
      'renderer',
      'nodes/graph',
      'electron/protocol',
      'vite.config.ts',
      'package-lock.json',
    ],
    options: [],
  },
];

const DESKTOP_CONFIG = ['--config', 'vite.desktop.config.ts'];
const DESKTOP_SOURCES = ['electron/protocol', 'vite.desktop.config.ts', 'package-lock.json'];

/** What Electron runs. */
export const DESKTOP = [
  {
    built: 'dist/main/main.js',
    sources: [
      'electron/main',
      'electron/process',
      'nodes/errors.ts',
      'nodes/files',
      ...DESKTOP_SOURCES,
    ],
    options: DESKTOP_CONFIG,
  },
  {
    built: 'dist/preload/preload.cjs',
    sources: ['electron/preload', ...DESKTOP_SOURCES],
    options: [...DESKTOP_CONFIG, '--mode', 'preload'],
  },
];

/** @returns whether all parts are built */
export function buildIfStale(parts = PAGE) {
  return parts.filter(isStale).every(build);
}

function isStale({ built, sources }) {
  // The packed app has no sources.
  if (!existsSync(join(root, 'vite.config.ts'))) return false;
  const file = join(root, built);
  return !existsSync(file) || statSync(file).mtimeMs <= Math.max(...sources.map(newest));
}

function build({ options }) {
  const { status } = spawnSync(
    projectNode(),
    [
      join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--logLevel',
      'warn',
      ...options,
    ],
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

if (import.meta.filename === process.argv[1]) {
  const parts = [...DESKTOP, ...PAGE];
  const isBuilt = process.argv[2] === '--stale' ? buildIfStale(parts) : parts.every(build);
  process.exit(isBuilt ? 0 : 1);
}
