// What the packed app holds. The server runs on a Node of its own, which reads no archive: it and what it loads are
// unpacked. Electron's own code is in the archive, which its fuses let it check.
const { fuses } = require('./scripts/packaging/fuses.cjs');
const { writeHashes } = require('./scripts/packaging/write-hashes.cjs');

const ORT = '**/node_modules/onnxruntime-node';
const isWindows = process.platform === 'win32';

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'studio.taca.app',
  productName: 'TACA Studio',
  executableName: 'taca-studio',
  copyright: 'Apache-2.0',
  directories: { output: process.env.TACA_RELEASE ?? 'release' },
  files: [
    'package.json',
    'LICENSE',
    'dist/**',
    'bin/**',
    'scripts/{orphan,build,install}.mjs',
    'electron/**/*.ts',
    '!electron/{main,preload}/**',
    'nodes/**/*.ts',
    'models/**',
    'workflows/**',
    '!**/*.{test,fixture}.ts',
    '!**/*.map',
    `!${ORT}/bin/napi-v6/!(\${platform})/**`,
    `!${ORT}/bin/napi-v6/*/!(\${arch})/**`,
    `!${ORT}/{script,lib}/**`,
    `!${ORT}/**/libonnxruntime_providers_*`,
    '!**/node_modules/{adm-zip,global-agent}/**',
  ],
  asarUnpack: [
    'package.json',
    'dist/renderer/**',
    'bin/**',
    'scripts/**',
    'electron/**',
    'nodes/**',
    'models/**',
    'workflows/**',
    '**/node_modules/**',
  ],
  extraResources: [
    isWindows
      ? { from: 'node_modules/node/bin/node.exe', to: 'engine/node.exe' }
      : { from: 'node_modules/node/bin/node', to: 'engine/node' },
  ],
  beforePack: writeHashes,
  // The native modules are built for all of Node's versions.
  npmRebuild: false,
  electronDist: process.env.TACA_ELECTRON_DIST,
  electronFuses: fuses,
  fileAssociations: [
    {
      ext: 'taca',
      name: 'TACA Studio workflow',
      mimeType: 'application/vnd.taca-studio.workflow+json',
      role: 'Editor',
    },
  ],
  mac: {
    category: 'public.app-category.graphics-design',
    // Others stay the usual programs for these.
    fileAssociations: [
      { ext: 'json', name: 'Workflow', role: 'Editor', rank: 'Alternate' },
      { ext: 'png', name: 'Picture with a workflow', role: 'Viewer', rank: 'Alternate' },
    ],
    binaries: ['Contents/Resources/engine/node'],
    target: ['dmg', 'zip'],
  },
  win: { target: ['nsis'] },
  // Windows knows who opens a kind of file for the whole machine alone.
  nsis: { oneClick: false, perMachine: true },
  linux: {
    category: 'Graphics',
    mimeTypes: ['application/json', 'image/png'],
    target: ['AppImage', 'deb'],
  },
};
