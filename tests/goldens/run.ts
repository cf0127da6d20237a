/**
 * `npm run goldens [-- DIR] [--device webgpu] [--only TEXT]`: every case of a folder, its error and its tolerance.
 * `--max-buffer BYTES`: as on a device that holds no larger tensor. `--cache DIR`: remembers what the device can do.
 * `npm run goldens -- --renders DIR`: renders of the bundled model that `make_bundled_reference.py` made.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../../nodes/runtime/open-device.ts';
import { readManifest, runCase } from './golden.ts';
import { runTables } from './tables.ts';
import { goldenKinds } from './kinds/index.ts';
import { runContext } from './nodes.ts';
import { compareRender, readRenders, RENDER_LIMITS } from './renders.ts';

const WEBGPU_TOLERANCE = 1e-3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    device: { type: 'string', default: 'cpu' },
    only: { type: 'string', default: '' },
    renders: { type: 'string' },
    'max-buffer': { type: 'string' },
    cache: { type: 'string' },
  },
});
const dir = positionals[0] ?? join(import.meta.dirname, 'data');
const { device } = await openDevice(values.device === 'webgpu' ? 'webgpu' : 'cpu', {
  ...(values.cache !== undefined && { cacheDir: values.cache }),
  ...(values['max-buffer'] !== undefined && { maxBufferBytes: Number(values['max-buffer']) }),
});
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

if (values.renders === undefined) await runGoldens();
else await runRenders(values.renders);
for (const name of notBuilt) console.log(`not built yet: ${name}`);
console.log(
  `${passed} passed, ${failed} failed${notBuilt.length ? `, ${notBuilt.length} cases of kinds not built yet` : ''}`,
);
process.exitCode = failed ? 1 : 0;

async function runGoldens(): Promise<void> {
  for (const golden of readManifest(dir).cases) {
    if (!golden.name.includes(values.only)) continue;
    const kind = goldenKinds.find((k) => k.matches(golden));
    if (!kind) {
      notBuilt.push(golden.name);
      continue;
    }
    try {
      for (const { output, error, tolerance } of await runCase(
        kind,
        golden,
        dir,
        device,
        loosest,
      )) {
        report(golden.name, output, error, tolerance);
      }
    } catch (error) {
      failed++;
      console.log(`FAIL ${golden.name}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  for (const row of await runTables(dir, values.only))
    report(row.table, row.name, row.error, row.tolerance);
}

async function runRenders(folder: string): Promise<void> {
  const context = runContext(device);
  for (const render of readRenders(folder)) {
    if (!render.file.includes(values.only)) continue;
    const error = await compareRender(folder, render, context);
    report(render.file, 'noise', error.noise, RENDER_LIMITS.noise);
    report(render.file, 'latent', error.latent, Math.max(RENDER_LIMITS.latent, loosest));
    const rms = (psnr: number) => 10 ** (-psnr / 20);
    report(
      render.file,
      `picture, ${error.psnr.toFixed(1)} dB`,
      rms(error.psnr),
      rms(RENDER_LIMITS.psnr),
    );
  }
}
