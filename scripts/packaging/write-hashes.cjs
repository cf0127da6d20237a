const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '../..');
const OWN = ['bin', 'scripts', 'electron', 'nodes', 'models', 'workflows', 'dist/renderer'];
/** What runs or is loaded; the packer rewrites each package.json. */
const RUNS = /\.([cm]?js|ts|node|dll|dylib|exe|so(\.\d+)*|wasm|html|css|safetensors|json)$/;

/**
 * Before packing: writes into the archive, which Electron checks, the hash of each file that will lie beside it. Files
 * that the packer leaves out are listed too.
 */
exports.writeHashes = () => {
  const names = [...OWN, ...productionPackages()]
    .flatMap(filesIn)
    .filter((name) => RUNS.test(name));
  const hashes = names
    .filter((name) => !name.endsWith('/package.json'))
    .map((name) => [name, sha256(path.join(ROOT, name))]);
  const written = path.join(ROOT, 'dist/packed/hashes.json');
  mkdirSync(path.dirname(written), { recursive: true });
  writeFileSync(written, JSON.stringify(Object.fromEntries(hashes)));
};

function productionPackages() {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));
  return Object.keys(packages).filter((place) => place !== '' && !packages[place].dev);
}

/** Paths with slashes below the project's folder; packages within packages are on the list themselves. */
function filesIn(folder) {
  const full = path.join(ROOT, folder);
  try {
    return readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(name);
      return entry.isFile() ? [name] : [];
    });
  } catch {
    // A package for another system.
    return [];
  }
}

function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
