/**
 * `npm run bench [-- --peer PYTHON] [--rounds N]`: speed and memory beside diffusers, on the same weights and threads, in one run.
 * PYTHON is one that imports torch and diffusers; without it only our own figures are printed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openTransformer } from '../../nodes/networks/weights/open-transformer.ts';
import { openWeights } from '../../nodes/networks/weights/open-weights.ts';
import { parseLora } from '../../nodes/lora/parse-lora.ts';
import { cpuDevice } from '../../nodes/runtime/device.ts';
import { median, runProcess, type ProcessRun } from './measure.ts';
import { stepTimes, type StepTimes } from './step.ts';

const THREADS = 2;
const root = join(import.meta.dirname, '../..');
const model = join(root, 'models/checkpoints/shapes');
const peerScript = join(import.meta.dirname, 'diffusers_peer.py');
const command = join(root, 'bin/taca-studio.mjs');

const { values } = parseArgs({
  options: {
    peer: { type: 'string', default: process.env['TACA_PEER_PYTHON'] ?? '' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
const scratch = mkdtempSync(join(tmpdir(), 'taca-bench-'));

const row = (what: string, ours: string, theirs = '', ratio = '') =>
  console.log(
    `${what.padEnd(44)} ${ours.padStart(12)} ${theirs.padStart(12)} ${ratio.padStart(8)}`,
  );
const compare = (what: string, ours: number, theirs: number, unit: string, digits = 1) =>
  row(
    what,
    `${ours.toFixed(digits)} ${unit}`,
    Number.isNaN(theirs) ? '-' : `${theirs.toFixed(digits)} ${unit}`,
    Number.isNaN(theirs) ? '' : `${(theirs / ours).toFixed(2)} x`,
  );
const percent = (value: number, base: number) => `${(100 * (value / base - 1)).toFixed(1)} %`;

async function ourRender(round: number, memory: boolean): Promise<ProcessRun> {
  const out = join(scratch, `ours-${round}-${memory}`);
  const workflow = join(root, 'workflows/first-picture.json');
  return runProcess(
    process.execPath,
    [command, 'render', workflow, '--out', out, '--data', join(out, 'data'), '--quiet'],
    { memory },
  );
}

async function theirRender(round: number, memory: boolean): Promise<ProcessRun> {
  const out = join(scratch, `theirs-${round}.png`);
  return runProcess(values.peer, [peerScript, 'render', model, String(THREADS), out], { memory });
}

async function theirSteps(count: number): Promise<number> {
  if (!values.peer) return NaN;
  const { stdout } = await runProcess(
    values.peer,
    [peerScript, 'step', model, String(THREADS), String(count)],
    {
      memory: false,
    },
  );
  return median(stdout.trim().split('\n').map(Number));
}

try {
  console.log(
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${THREADS} threads; medians of ${rounds} rounds`,
  );
  row('', 'TACA Studio', values.peer ? 'diffusers' : '', values.peer ? 'ratio' : '');

  const opened = openTransformer(join(model, 'transformer'));
  if (opened.family !== 'sd3') throw new Error('the bundled model is an SD3');
  const { weights, config } = opened;
  const file = openWeights(join(root, 'models/loras/shapes-taca-r16.safetensors'));
  const lora = parseLora(file, 'transformer', weights);
  const ours: StepTimes[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await stepTimes(weights, config, lora, cpuDevice(THREADS), 15));
    theirs.push(await theirSteps(20));
  }
  const plain = median(ours.map((t) => t.plain));
  const of = (arm: keyof StepTimes) => median(ours.map((t) => t[arm] / t.plain)) * plain;
  compare('denoising step (CFG pair), TACA', of('taca'), median(theirs), 'ms');
  row('  TACA against the plain graph', percent(of('taca'), plain));
  row('  LoRA rank 16, on', percent(of('lora'), plain));
  row('  LoRA rank 16, dropped after its window', percent(of('loraDropped'), plain));

  const ourRuns = [];
  const theirRuns = [];
  for (let round = 0; round < rounds; round++) {
    ourRuns.push((await ourRender(round, false)).seconds);
    theirRuns.push(values.peer ? (await theirRender(round, false)).seconds : NaN);
  }
  compare('cold start to PNG (20 steps, TACA, LoRA)', median(ourRuns), median(theirRuns), 's', 2);
  compare(
    'peak memory, all processes',
    (await ourRender(rounds, true)).peakMemory,
    values.peer ? (await theirRender(rounds, true)).peakMemory : NaN,
    'MB',
    0,
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
