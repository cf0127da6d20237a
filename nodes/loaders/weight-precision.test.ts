/** Pictures of the bundled model with its weights in every precision of the CPU. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runContext, runNode } from '../../tests/goldens/nodes.ts';
import type { ModelValue } from '../models.ts';
import type { RunContext } from '../run-context.ts';
import { cpu } from '../runtime/device.ts';
import type { Tensor } from '../tensor.ts';

const bundled = join(import.meta.dirname, '../../models/checkpoints/shapes');
const models = mkdtempSync(join(tmpdir(), 'precisions-'));
afterAll(() => rmSync(models, { recursive: true }));
let context: RunContext;
const steps: [number, number][] = [];
const run = (id: string, inputs: Record<string, unknown>) => runNode(id, inputs, context);

let checkpoint: Record<string, unknown>;
let exact: Float32Array;
beforeAll(async () => {
  mkdirSync(join(models, 'diffusion_models'));
  cpSync(join(bundled, 'transformer'), join(models, 'diffusion_models/shapes'), {
    recursive: true,
  });
  const progress = async (done: number, total: number) => void steps.push([done, total]);
  context = { ...runContext(cpu, [models]), progress };
  checkpoint = await run('CheckpointLoaderSimple', { ckpt_name: 'shapes' });
  exact = await render(checkpoint['MODEL'] as ModelValue);
});

async function render(model: ModelValue): Promise<Float32Array> {
  const { CLIP: clip, VAE: vae } = checkpoint;
  const encode = async (text: string) =>
    (await run('CLIPTextEncode', { clip, text }))['CONDITIONING'];
  const { LATENT: latent_image } = await run('EmptySD3LatentImage', {
    width: 128,
    height: 128,
    batch_size: 1,
  });
  const { LATENT: samples } = await run('KSampler', {
    model,
    positive: await encode('a purple star'),
    negative: await encode(''),
    latent_image,
    seed: 2n,
    steps: 12,
    cfg: 4,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 1,
  });
  return ((await run('VAEDecode', { samples, vae }))['IMAGE'] as Tensor).data;
}

function psnr(a: Float32Array, b: Float32Array): number {
  const sum = a.reduce((total, value, i) => total + (value - (b[i] as number)) ** 2, 0);
  return -10 * Math.log10(sum / a.length);
}

/** Decibels that pictures keep to that of fp32: somewhat fewer than measured. */
test.each([
  ['default', 'auto', Infinity],
  ['fp32', 'fp32', Infinity],
  ['fp8_e4m3fn', 'int8', 40],
  ['fp8_e4m3fn_fast', 'w8a8', 38],
  ['int4', 'int4', 28],
  ['w4a8', 'w4a8', 25],
] as const)('weight_dtype %s renders in %s', async (weight_dtype, precision, decibels) => {
  const unet_name = 'shapes/diffusion_pytorch_model.safetensors';
  const { MODEL } = await run('UNETLoader', { unet_name, weight_dtype });
  const { latentFormat, sampling } = checkpoint['MODEL'] as ModelValue;
  const model = { ...(MODEL as ModelValue), latentFormat, sampling };
  expect(model.precision).toBe(precision);
  const result = psnr(await render(model), exact);
  expect(result).toBeGreaterThanOrEqual(decibels);
  expect(result === Infinity).toBe(decibels === Infinity);
});

test('converted weights lie in the cache, and progress was told', () => {
  const converted = readdirSync(join(context.files.cacheDir, 'weights'));
  expect(converted.filter((name) => name.endsWith('.safetensors'))).toHaveLength(4);
  const [, total] = steps.findLast(([, total]) => total > 12) ?? [];
  expect(total).toBeGreaterThan(0);
});
