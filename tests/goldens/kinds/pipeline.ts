import { join } from 'node:path';
import { encodePrompt } from '../../../nodes/conditioning/encode-prompt.ts';
import { decode } from '../../../nodes/latent/autoencode.ts';
import { openCheckpoint, type Checkpoint } from '../../../nodes/loaders/checkpoint.ts';
import type { ModelValue } from '../../../nodes/models.ts';
import { openSafetensors } from '../../../nodes/networks/weights/safetensors.ts';
import { sampleLatent } from '../../../nodes/sampling/sample-latent.ts';
import { samplerByName } from '../../../nodes/sampling/samplers/index.ts';
import type { Sampler } from '../../../nodes/sampling/sampler.ts';
import { sigmasFor } from '../../../nodes/sampling/schedules/index.ts';
import { fluxSampling } from '../../../nodes/sampling/flow.ts';
import { fluxMu } from '../../../nodes/sampling/flux-mu.ts';
import type { Guider } from '../../../nodes/sampling/guider.ts';
import type { RunContext } from '../../../nodes/run-context.ts';
import { concat, map, sizeOf, tensor, zeros, type Tensor } from '../../../nodes/tensor.ts';
import type { GoldenCase, GoldenKind, GoldenWorld } from '../kind.ts';
import { runContext } from '../nodes.ts';
import { packed } from '../packed.ts';
import { channelsFirst } from '../pictures.ts';
import { shifted } from './schedules.ts';

interface Params {
  readonly prompt: string;
  readonly negative: string;
  readonly steps: number;
  readonly guidance: number;
  readonly window: number;
  readonly lora_strength: number;
  /** Name of the run, TACA's temperature, LoRA folder. */
  readonly runs: readonly (readonly [string, number | null, string | null])[];
  readonly width: number;
  readonly height: number;
}

/**
 * Whole pipelines of diffusers: text, TACA and LoRA in the first steps, latents after every step, picture.
 * SD3's guides by a negative prompt.
 */
export const sd3Pipeline: GoldenKind = {
  title: 'SD3 pipeline',
  matches: ({ name, params }) => name.startsWith('pipeline_') && params['family'] === 'sd35m',
  async compute(golden, world) {
    const opened = open(golden, world);
    const { params, model, clip, context } = opened;
    const positive = await encodePrompt(clip, params.prompt, context);
    const negative = await encodePrompt(clip, params.negative, context);
    const sigmas = sigmasFor(model.sampling, 'normal', params.steps);
    const guidance = { positive: [positive], negative: [negative], cfg: params.guidance };
    return {
      prompt_embeds: positive.embeds,
      negative_prompt_embeds: negative.embeds,
      pooled: positive.pooled as Tensor,
      negative_pooled: negative.pooled as Tensor,
      ...(await render(opened, guidance, sigmas, world.input('latents'))),
    };
  },
};

/** FLUX's are told their guidance, take their levels from the picture's size and give latents packed. */
export const fluxPipeline: GoldenKind = {
  title: 'FLUX pipeline',
  matches: ({ name, params }) => name.startsWith('pipeline_') && params['family'] === 'flux-dev',
  async compute(golden, world) {
    const opened = open(golden, world);
    const { params, clip, context } = opened;
    const positive = await encodePrompt(clip, params.prompt, context);
    const told = { ...positive, guidance: params.guidance };
    const { shift } = fluxSampling(fluxMu(params.width, params.height, 0.5, 1.15));
    const sigmas = Float32Array.from(shifted(params.steps, shift));
    const guidance = { positive: [told], negative: [], cfg: 1 };
    const rendered = await render(opened, guidance, sigmas, world.input('noise'));
    const outputs = Object.entries(rendered).map(([name, value]) => [
      name,
      name.includes('latents') ? packedSteps(value) : value,
    ]);
    return {
      prompt_embeds: positive.embeds,
      pooled: positive.pooled as Tensor,
      ...Object.fromEntries(outputs),
    };
  },
};

/** [steps, batch, channels, h, w] or one of them, each packed. */
function packedSteps(latents: Tensor): Tensor {
  const outer = latents.shape.slice(0, -3);
  const flat = tensor(latents.data, [sizeOf(outer), ...latents.shape.slice(-3)]);
  const { data, shape } = packed(flat);
  return { data, shape: [...outer, ...shape.slice(1)] };
}

interface Opened extends Checkpoint {
  readonly params: Params;
  readonly dir: string;
  readonly context: RunContext;
}

function open({ params }: GoldenCase, { dir, device }: GoldenWorld): Opened {
  const context = runContext(device);
  const folder = join(dir, 'models', String(params['family']));
  return {
    ...openCheckpoint(folder, context.files),
    params: params as unknown as Params,
    dir,
    context,
  };
}

async function render(
  { params, dir, context, model, vae }: Opened,
  guidance: Omit<Guider, 'model'>,
  sigmas: Float32Array,
  noise: Tensor,
): Promise<Record<string, Tensor>> {
  const out: Record<string, Tensor> = {
    sigmas: { data: sigmas, shape: [sigmas.length] },
    timesteps: { data: sigmas.slice(0, -1).map((sigma) => sigma * 1000), shape: [params.steps] },
  };
  for (const [run, gamma, lora] of params.runs) {
    const states: Tensor[] = [];
    const { output } = await sampleLatent(
      {
        guider: {
          model: patched(model, params, gamma, lora && join(dir, 'lora', lora)),
          ...guidance,
        },
        noise: { seed: 0n, generate: () => noise },
        sampler: recording(samplerByName('euler'), states),
        sigmas,
        latent: { samples: zeros(noise.shape) },
      },
      context,
    );
    const steps = concat(states);
    out[`${run}.latents_after_step`] = { data: steps.data, shape: [states.length, ...noise.shape] };
    out[`${run}.final_latents`] = states.at(-1) as Tensor;
    out[`${run}.image`] = channelsFirst(await decode(vae, output.samples, context));
  }
  return out;
}

function patched(
  model: ModelValue,
  { window: steps, lora_strength: strength }: Params,
  gamma: number | null,
  lora: string | null,
): ModelValue {
  const window = { unit: 'steps', steps } as const;
  const file = lora && join(lora, 'pytorch_lora_weights.safetensors');
  return {
    ...model,
    taca: gamma === null ? null : { gamma, window, shape: 'constant', blocks: null, words: [] },
    loras: file ? [{ name: file, weights: openSafetensors(file), strength, window }] : [],
  };
}

/** The sampler, copying the latent after every step. */
function recording(sampler: Sampler, states: Tensor[]): Sampler {
  return {
    ...sampler,
    sample: (run) =>
      sampler.sample({
        ...run,
        async afterStep(step, x, denoised) {
          states.push(map(x, (value) => value));
          await run.afterStep(step, x, denoised);
        },
      }),
  };
}
