import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openClip } from '../../nodes/networks/text/clip-encoder.ts';
import { openT5 } from '../../nodes/networks/text/t5-encoder.ts';
import { openTransformer } from '../../nodes/networks/weights/open-transformer.ts';
import { prepare } from '../../nodes/networks/weights/prepare/prepare.ts';
import { readTensor } from '../../nodes/networks/weights/read-tensor.ts';
import { openSafetensors } from '../../nodes/networks/weights/safetensors.ts';
import { cpu, type Device } from '../../nodes/runtime/device.ts';
import type { Precision } from '../../nodes/runtime/precision.ts';
import type { Tensor } from '../../nodes/tensor.ts';
import { readManifest } from './golden.ts';
import { openTextEncoder, rowsOf } from './kinds/text-model.ts';
import { openCase } from './kinds/transformer-case.ts';

const dir = join(import.meta.dirname, 'data');
const { cases } = readManifest(dir);
const half: Device = { ...cpu, arithmetic: 'float16' };

let cache: string;
beforeAll(() => void (cache = realpathSync(mkdtempSync(join(tmpdir(), 'taca-precisions-')))));
afterAll(() => rmSync(cache, { recursive: true }));

/** Root mean square of the error of the velocity, relative to that of the velocity. */
async function velocityError(name: string, precision: Precision, device: Device): Promise<number> {
  const { golden, tensors } = caseOf(name);
  const opened = openTransformer(join(dir, 'models', golden.params['model'] as string));
  const scaleType = device.arithmetic === 'float16' ? 'F16' : 'F32';
  const weights = await prepare(opened.weights, precision, { dir: cache, scaleType });
  const world = {
    dir,
    device,
    tensors,
    input: (input: string) => readTensor(tensors, `in.${input}`),
    expected: (output: string) => readTensor(tensors, `out.${output}`),
  };
  const { run, close } = await openCase(world, { ...opened, weights });
  const { velocity } = await run();
  await close();
  return relativeRms((velocity as Tensor).data, world.expected('velocity').data);
}

/** The same of the last hidden state of a text encoder. */
async function hiddenError(name: string, precision: Precision, device: Device): Promise<number> {
  const { golden, tensors } = caseOf(name);
  const source = openTextEncoder(join(dir, 'models', golden.params['model'] as string));
  const scaleType = device.arithmetic === 'float16' ? 'F16' : 'F32';
  const weights = await prepare(source, precision, { dir: cache, scaleType });
  const encoder = name.startsWith('t5')
    ? await openT5(weights, device)
    : await openClip(weights, device);
  const encoded = await encoder.encode(rowsOf(readTensor(tensors, 'in.input_ids')));
  await encoder.dispose();
  const hidden = 'data' in encoded ? encoded : encoded.lastHiddenState;
  return relativeRms(hidden.data, readTensor(tensors, 'out.last_hidden_state').data);
}

function caseOf(name: string) {
  const golden = cases.find((one) => one.name === name);
  if (!golden) throw new Error(name);
  return { golden, tensors: openSafetensors(join(dir, golden.file)) };
}

function relativeRms(actual: Float32Array, expected: Float32Array): number {
  let error = 0;
  let power = 0;
  expected.forEach((value, i) => {
    error += (value - (actual[i] ?? NaN)) ** 2;
    power += value ** 2;
  });
  return Math.sqrt(error / power);
}

/** Half again as much as measured of SD3.5-medium's tiny twin, which loses most; SD3's and FLUX's lose a third of that. */
const BOUNDS = { fp16: 8e-4, int8: 7.5e-3, int4: 8e-2, w8a8: 9e-3, w4a8: 8e-2 } as const;
/** Tiny text encoders, every weight of which counts, lose twice as much. */
const TEXT_BOUNDS = { fp16: 1e-3, int8: 2e-2, int4: 0.2, w8a8: 2.4e-2, w4a8: 0.2 } as const;
const MODELS = ['transformer_sd3_plain', 'transformer_sd35m', 'transformer_flux_dev'];
const PLACES = [
  ['fp16', half],
  ['int8', cpu],
  ['int8', half],
  ['int4', cpu],
  ['int4', half],
  ['w8a8', cpu],
  ['w4a8', cpu],
] as const;

test.each(
  MODELS.flatMap((model) => PLACES.map(([precision, device]) => ({ model, precision, device }))),
)('$model in $precision, computed in $device.arithmetic', async ({ model, precision, device }) => {
  const error = await velocityError(model, precision, device);
  expect(error).toBeLessThan(BOUNDS[precision]);
});

test.each(
  ['t5_len20', 'clip_g_projection'].flatMap((model) =>
    PLACES.map(([precision, device]) => ({ model, precision, device })),
  ),
)('$model in $precision, computed in $device.arithmetic', async ({ model, precision, device }) => {
  const error = await hiddenError(model, precision, device);
  expect(error).toBeLessThan(TEXT_BOUNDS[precision]);
});
