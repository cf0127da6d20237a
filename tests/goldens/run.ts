/** `npm run goldens [-- DIR] [--device webgpu] [--only TEXT]`: every case of a folder, its error and its tolerance. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../../nodes/runtime/open-device.ts';
import { readManifest, runCase } from './golden.ts';
import { runTables } from './tables.ts';
import { goldenKinds } from './kinds/index.ts';

const WEBGPU_TOLERANCE = 1e-3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { device: { type: 'string', default: 'cpu' }, only: { type: 'string', default: '' } },
});
const dir = positionals[0] ?? join(import.meta.dirname, 'data');
const device = await openDevice(values.device === 'webgpu' ? 'webgpu' : 'cpu');
const loosest = device.kind === 'cpu' ? 0 : WEBGPU_TOLERANCE;

let passed = 0;
let failed = 0;
const notBuilt: string[] = [];
const report = (name: string, output: string, error: number, tolerance: number) => {
  const ok = error <= tolerance;
  if (ok) passed++;
  else failed++;
  console.log(
    `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(38)} ${output.padEnd(44)} ${error.toExponential(2)} <= ${tolerance.toExponential(1)}`,
  );
};

for (const golden of readManifest(dir).cases) {
  if (!golden.name.includes(values.only)) continue;
  const kind = goldenKinds.find((k) => k.matches(golden));
  if (!kind) {
    notBuilt.push(golden.name);
    continue;
  }
  try {
    for (const { output, error, tolerance } of await runCase(kind, golden, dir, device, loosest)) {
      report(golden.name, output, error, tolerance);
    }
  } catch (error) {
    failed++;
    console.log(`FAIL ${golden.name}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
for (const row of await runTables(dir, values.only))
  report(row.table, row.name, row.error, row.tolerance);
for (const name of notBuilt) console.log(`not built yet: ${name}`);
console.log(
  `${passed} passed, ${failed} failed${notBuilt.length ? `, ${notBuilt.length} cases of kinds not built yet` : ''}`,
);
process.exitCode = failed ? 1 : 0;
