/**
 * `node our-steps.ts JSON`: seconds to convert, to open and of each step of a transformer, in a process of its own, so that its
 * memory is its own. JSON: `Work`. Prints `Times`; the velocity goes to `out`, where one is named.
 */
import { writeFileSync } from 'node:fs';
import { openFlux } from '../../../nodes/networks/mmdit/flux-network.ts';
import { openSd3 } from '../../../nodes/networks/mmdit/sd3-network.ts';
import { openTransformer } from '../../../nodes/networks/weights/open-transformer.ts';
import { prepare } from '../../../nodes/networks/weights/prepare/prepare.ts';
import { cpuDevice } from '../../../nodes/runtime/device.ts';
import type { Precision } from '../../../nodes/runtime/precision.ts';
import { randomInputs } from './random-inputs.ts';

export interface Work {
  readonly model: string;
  readonly precision: Precision;
  readonly cacheDir: string;
  readonly threads: number;
  /** Pixels. */
  readonly side: number;
  readonly textTokens: number;
  readonly batch: number;
  /** 0: converts alone. */
  readonly steps: number;
  /** Gets the last velocity as float32. */
  readonly out?: string;
  /** Gets ONNX Runtime's profile, as `<prefix>_<time>.json`. */
  readonly profile?: string;
}

export interface Times {
  /** Seconds. */
  readonly prepare: number;
  readonly open: number;
  readonly steps: readonly number[];
  /** Seconds of processors a step. */
  readonly processors: readonly number[];
}

const work = JSON.parse(process.argv[2] ?? '{}') as Work;
const times: Times = await measure(work);
console.log(JSON.stringify(times));

async function measure(work: Work): Promise<Times> {
  const { model, precision, cacheDir, threads, steps, out, profile } = work;
  const opened = openTransformer(model);
  let last = performance.now();
  const lap = () => {
    const before = last;
    last = performance.now();
    return (last - before) / 1000;
  };
  const weights = await prepare(opened.weights, precision, { dir: cacheDir, scaleType: 'F32' });
  const preparing = lap();
  if (steps === 0) return { prepare: preparing, open: 0, steps: [], processors: [] };
  const base = cpuDevice(threads);
  const device = {
    ...base,
    sessionOptions: () => ({
      ...base.sessionOptions(),
      ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
    }),
  };
  const network =
    opened.family === 'flux'
      ? await openFlux({ weights, config: opened.config, loras: [] }, device)
      : await openSd3({ weights, config: opened.config, loras: [] }, device);
  const opening = lap();
  const input = randomInputs(opened, work);
  const seconds: number[] = [];
  const processors: number[] = [];
  for (let step = 0; step < steps; step++) {
    const used = process.cpuUsage();
    lap();
    const velocity = await network.predict(input);
    seconds.push(lap());
    const { user, system } = process.cpuUsage(used);
    processors.push((user + system) / 1e6);
    if (out !== undefined) writeFileSync(out, velocity.data);
  }
  await network.dispose();
  return { prepare: preparing, open: opening, steps: seconds, processors };
}
