import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import { prepare } from '../../../nodes/networks/weights/prepare/prepare.ts';
import type { WeightSource } from '../../../nodes/networks/weights/weight-source.ts';
import type { Precision } from '../../../nodes/runtime/precision.ts';
import { sizeOf } from '../../../nodes/tensor.ts';
import { median } from '../measure.ts';
import { compareVelocities, type VelocityError } from './compare-velocities.ts';
import type { Times, Work } from './our-steps.ts';
import { runMeasured } from './run-measured.ts';
import type { Setting } from './setting.ts';

/** One line of the table: seconds and bytes; null where it does not apply. */
export interface Row {
  readonly what: string;
  /** The first time, with the conversion. */
  readonly convert: number | null;
  readonly load: number;
  readonly step: number;
  /** Seconds of processors a step. */
  readonly processors: number;
  /** Billions of operations a second over the step. */
  readonly speed: number;
  readonly resident: number;
  readonly anonymous: number;
  /** Of the weights that are computed with. */
  readonly weights: number;
  /** Of products in the peer's own type, in the same run. */
  readonly products: number | null;
  readonly error: VelocityError | null;
}

type OwnWork = Omit<Work, 'cacheDir' | 'threads' | 'steps' | 'out'> & {
  readonly out: string;
  /** The velocity to compare with. */
  readonly reference: string | null;
};

/** Two processes: one that converts alone, one that loads what is converted and takes the steps. */
export async function measureOurs(
  { cache, threads, steps }: Setting,
  what: string,
  operations: number,
  { reference, ...own }: OwnWork,
): Promise<Row> {
  const run = async (steps: number) => {
    const work: Work = { ...own, cacheDir: cache, threads, steps };
    const script = join(import.meta.dirname, 'our-steps.ts');
    const measured = await runMeasured(process.execPath, [script, JSON.stringify(work)]);
    return { ...measured, times: lastJson(measured.stdout) as Times };
  };
  const first = await run(0);
  const { times, resident, anonymous } = await run(steps);
  const opened = openTransformer(own.model);
  const prepared = await prepare(opened.weights, own.precision, { dir: cache, scaleType: 'F32' });
  const step = median(times.steps);
  return {
    what,
    convert: first.times.prepare,
    load: times.prepare + times.open,
    step,
    processors: median(times.processors),
    speed: operations / step / 1e9,
    resident,
    anonymous,
    weights: bytesOf(prepared, own.precision),
    products: null,
    error: reference === null ? null : compareVelocities(own.out, reference),
  };
}

/** As they are computed with: what is not converted is float32. */
function bytesOf({ files, tensors }: WeightSource, precision: Precision): number {
  if (precision !== 'fp32') return files.reduce((sum, { size }) => sum + size, 0);
  return tensors.values().reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
}

interface PeerTimes {
  readonly load: number;
  readonly steps: readonly number[];
  readonly processors: readonly number[];
  readonly products?: number;
}

/** @param given its JSON; its `model` is a file */
export async function measurePeer(
  { python }: Setting,
  what: string,
  operations: number,
  script: string,
  given: { readonly model: string; readonly out?: string },
  reference: string | null,
): Promise<Row> {
  const args = [join(import.meta.dirname, script), JSON.stringify(given)];
  const { stdout, stderr, resident, anonymous } = await runMeasured(python, args);
  const { load, steps, processors, products = null } = lastJson(stdout) as PeerTimes;
  const step = median(steps);
  const encoders = bytesOfEncoders(stdout + stderr);
  return {
    what,
    convert: null,
    load,
    step,
    processors: median(processors),
    speed: operations / step / 1e9,
    resident: resident - encoders,
    anonymous: anonymous - encoders,
    weights: statSync(given.model).size,
    products,
    error: reference && given.out !== undefined ? compareVelocities(given.out, reference) : null,
  };
}

/** What stable-diffusion.cpp says that its text encoders hold all the time; a step does not need them. */
function bytesOfEncoders(log: string): number {
  const [, megabytes = '0'] = /text_encoders ([\d.]+)MB/.exec(log) ?? [];
  return Number(megabytes) * 2 ** 20;
}

function lastJson(stdout: string): unknown {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}
