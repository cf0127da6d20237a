/** Renders of the bundled model by diffusers (noise, final latent, picture) against ours, through the nodes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTensor } from '../../nodes/networks/weights/read-tensor.ts';
import { openSafetensors } from '../../nodes/networks/weights/safetensors.ts';
import type { Latent } from '../../nodes/latent/latent.ts';
import type { ModelValue } from '../../nodes/models.ts';
import type { RunContext } from '../../nodes/run-context.ts';
import { randomNoise } from '../../nodes/sampling/noise-source.ts';
import { map, type Tensor } from '../../nodes/tensor.ts';
import { maxAbsError } from './golden.ts';
import { runNode } from './nodes.ts';
import { channelsLast, psnr } from './pictures.ts';

/** One entry of cases.json; `make_bundled_reference.py` writes them. */
export interface RenderCase {
  readonly file: string;
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number;
  readonly arm: string;
  readonly steps: number;
  readonly cfg: number;
  readonly shift: number;
  /** Width and height. */
  readonly size: readonly [number, number];
  readonly gamma: number;
  readonly taca_steps: number;
  readonly lora: string | null;
}

export interface RenderError {
  /** Largest difference of the initial noise. */
  readonly noise: number;
  /** Largest difference of the final latent, as a share of its largest value. */
  readonly latent: number;
  /** Of the pictures, in dB. */
  readonly psnr: number;
}

export const RENDER_LIMITS = { noise: 0, latent: 1e-3, psnr: 50 } as const;

export function readRenders(dir: string): readonly RenderCase[] {
  return JSON.parse(readFileSync(join(dir, 'cases.json'), 'utf8')) as RenderCase[];
}

/** @param context kept from case to case, so that networks are opened once */
export async function compareRender(
  dir: string,
  render: RenderCase,
  context: RunContext,
): Promise<RenderError> {
  const reference = openSafetensors(join(dir, `${render.file}.safetensors`));
  const [noise, latent, image] = ['noise', 'latent', 'image'].map((name) =>
    readTensor(reference, name),
  ) as [Tensor, Tensor, Tensor];
  const ours = await renderAs(render, context);
  return {
    noise: maxAbsError(ours.noise, noise),
    latent: maxAbsError(ours.latent, latent) / largest(latent),
    psnr: psnr(ours.image, channelsLast(image)),
  };
}

async function renderAs(
  { prompt, negative, seed, steps, cfg, shift, size, gamma, taca_steps, lora }: RenderCase,
  context: RunContext,
): Promise<{ noise: Tensor; latent: Tensor; image: Tensor }> {
  const loaded = await runNode('CheckpointLoaderSimple', { ckpt_name: 'shapes' }, context);
  const { CLIP: clip, VAE: vae } = loaded;
  const encode = async (text: string) =>
    (await runNode('CLIPTextEncode', { text, clip }, context))['CONDITIONING'];
  const window = { mode: 'steps', start: 0, end: 0, steps: taca_steps, timestep: 0 };
  let model = (await runNode('ModelSamplingSD3', { model: loaded['MODEL'], shift }, context))[
    'MODEL'
  ] as ModelValue;
  if (gamma !== 1) {
    const taca = {
      model,
      temperature: gamma,
      ...window,
      shape: 'constant',
      blocks: 'all',
      words: '',
    };
    model = (await runNode('TACAAttention', taca, context))['MODEL'] as ModelValue;
  }
  if (lora) {
    const inputs = { model, lora_name: `${lora}.safetensors`, strength: 1, ...window };
    model = (await runNode('TACALoraLoader', inputs, context))['MODEL'] as ModelValue;
  }
  const [width, height] = size;
  const empty = await runNode('EmptySD3LatentImage', { width, height, batch_size: 1 }, context);
  const sampled = await runNode(
    'KSampler',
    {
      model,
      seed: BigInt(seed),
      steps,
      cfg,
      sampler_name: 'euler',
      scheduler: 'normal',
      positive: await encode(prompt),
      negative: await encode(negative),
      latent_image: empty['LATENT'],
      denoise: 1,
    },
    context,
  );
  const { samples } = sampled['LATENT'] as Latent;
  const decoded = await runNode('VAEDecode', { samples: sampled['LATENT'], vae }, context);
  const { scale, shift: offset } = model.latentFormat;
  return {
    noise: randomNoise(BigInt(seed)).generate(empty['LATENT'] as Latent),
    latent: map(samples, (value) => (value - offset) * scale),
    image: decoded['IMAGE'] as Tensor,
  };
}

function largest(t: Tensor): number {
  return t.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}
