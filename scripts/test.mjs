// npm test: installs what is missing, then checks types, code and format, runs the tests and prints one line of counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESKTOP, PAGE, buildIfStale } from './build.mjs';
import { countTests } from './count-tests.mjs';
import { installWhatIsMissing, projectNode, root } from './install.mjs';

installWhatIsMissing();
const node = projectNode();
const bin = (name) => join(root, 'node_modules', '.bin', name);
// The tools start on the Node of the project too.
const env = {
  ...process.env,
  PATH: [join(node, '..'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
};

function run(name, args) {
  const { status } = spawnSync(bin(name), args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env,
  });
  return status === 0;
}

console.log('\nvite build');
const counts = { passed: 0, failed: 0, skipped: 0 };
counts[buildIfStale([...PAGE, ...DESKTOP]) ? 'passed' : 'failed']++;
const checks = ['tsc --noEmit', 'oxlint --type-aware --deny-warnings', 'knip', 'oxfmt --check .'];
for (const check of checks) {
  console.log(`\n${check}`);
  const [name, ...args] = check.split(' ');
  counts[run(name, args) ? 'passed' : 'failed']++;
}

const folder = mkdtempSync(join(tmpdir(), 'taca-tests-'));
const report = join(folder, 'report.json');
const succeeded = run('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
let tests;
try {
  tests = countTests(JSON.parse(readFileSync(report, 'utf8')), succeeded);
} catch {
  tests = { passed: 0, failed: 1, skipped: 0 };
}
rmSync(folder, { recursive: true, force: true });
for (const key of Object.keys(counts)) counts[key] += tests[key];

const { passed, failed, skipped } = counts;
console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 ? 1 : 0);
