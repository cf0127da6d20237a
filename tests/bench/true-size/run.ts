/**
 * `npm run bench:true-size -- [--only sd3.5,flux,blocks,render,pictures] [--dir DIR] [--peer PYTHON] [--threads N] [--steps N]`: load time, step
 * time, memory and error of models of random weights in their true shapes, beside diffusers and stable-diffusion.cpp, in one run.
 * DIR gets the models (up to 30 GB) and keeps them for the next run; PYTHON imports torch, diffusers and stable_diffusion_cpp.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureFlux, measureFluxBlocks } from './flux.ts';
import type { Row } from './measure-row.ts';
import { renderFlux } from './render.ts';
import { runMeasured } from './run-measured.ts';
import { measurePictures } from './pictures.ts';
import { measureSd35 } from './sd35.ts';
import { columns, line } from './table.ts';
import type { Throughput } from './throughput.ts';

const PARTS = {
  'sd3.5': { title: 'SD3.5-medium, 512 x 512', measure: measureSd35 },
  flux: { title: 'FLUX.1-dev, 256 x 256', measure: measureFlux },
  blocks: { title: 'FLUX.1-dev, 2 double and 2 single blocks', measure: measureFluxBlocks },
} as const;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: [...Object.keys(PARTS), 'render', 'pictures'].join() },
    dir: { type: 'string', default: join(tmpdir(), 'taca-true-size') },
    peer: { type: 'string', default: process.env['TACA_PEER_PYTHON'] ?? '' },
    threads: { type: 'string', default: '2' },
    steps: { type: 'string', default: '3' },
  },
});
const setting = {
  models: join(values.dir, 'models'),
  cache: join(values.dir, 'cache'),
  out: join(values.dir, 'velocities'),
  threads: Number(values.threads),
  steps: Number(values.steps),
  python: values.peer,
};
for (const folder of [setting.cache, setting.out]) mkdirSync(folder, { recursive: true });

const script = join(import.meta.dirname, 'throughput.ts');
const { stdout } = await runMeasured(process.execPath, [
  script,
  JSON.stringify({ threads: setting.threads }),
]);
const throughput = JSON.parse(stdout) as Throughput;
console.log(
  `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${setting.threads} threads; matrix products in ONNX Runtime: ${throughput.float32.toFixed(0)} GFLOPS in float32, ${throughput.int8.toFixed(0)} GOPS in int8`,
);

const rows: (Row & { readonly part: string })[] = [];
for (const [part, { title, measure }] of Object.entries(PARTS)) {
  if (!values.only.split(',').includes(part)) continue;
  console.log(`\n${title}\n${columns}`);
  await measure(setting, (row) => {
    rows.push({ part, ...row });
    console.log(line(row, throughput));
    keep({ throughput, rows });
  });
}
const rendered = values.only.split(',').includes('render') ? await renderFlux(setting) : null;
if (rendered) {
  const { seconds, resident, anonymous } = rendered;
  console.log(
    `\nFLUX.1-dev from prompt to picture, 256 x 256, 3 steps: ${seconds.toFixed(0)} s, at most ${(resident / 1e9).toFixed(2)} GB resident, ${(anonymous / 1e9).toFixed(2)} GB anonymous`,
  );
}
const pictures = values.only.split(',').includes('pictures')
  ? await measurePictures(setting.threads)
  : [];
if (pictures.length > 0)
  console.log('\nPictures of the bundled model against diffusers in float32');
for (const { precision, median, worst, count } of pictures) {
  console.log(
    `${precision.padEnd(6)} ${median.toFixed(1)} dB, worst of ${count} ${worst.toFixed(1)} dB`,
  );
}
keep({ throughput, rows, rendered, pictures });

/** A run takes the better part of an hour: what is measured is kept, whatever comes after. */
function keep(results: object): void {
  writeFileSync(join(values.dir, 'results.json'), JSON.stringify(results, null, 2));
}
