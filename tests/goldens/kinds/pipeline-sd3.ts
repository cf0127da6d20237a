import { join } from 'node:path';
import { encodePrompt } from '../../../nodes/conditioning/encode-prompt.ts';
import { decode } from '../../../nodes/latent/autoencode.ts';
import { openCheckpoint } from '../../../nodes/loaders/checkpoint.ts';
import type { ModelValue } from '../../../nodes/models.ts';
import { openSafetensors } from '../../../nodes/networks/weights/safetensors.ts';
import { sampleLatent } from '../../../nodes/sampling/sample-latent.ts';
import { samplerByName } from '../../../nodes/sampling/samplers/index.ts';
import type { Sampler } from '../../../nodes/sampling/sampler.ts';
import { sigmasFor } from '../../../nodes/sampling/schedules/index.ts';
import { timestepOf } from '../../../nodes/sampling/flow.ts';
import { concat, map, zeros, type Tensor } from '../../../nodes/tensor.ts';
import type { GoldenCase, GoldenKind, GoldenWorld } from '../kind.ts';
import { runContext } from '../nodes.ts';
import { channelsFirst } from '../pictures.ts';

interface Params {
  readonly prompt: string;
  readonly negative: string;
  readonly steps: number;
  readonly guidance: number;
  readonly window: number;
  readonly lora_strength: number;
  /** Name of the run, TACA's temperature, LoRA folder. */
  readonly runs: readonly (readonly [string, number | null, string | null])[];
}

/** Whole pipelines of diffusers: text, TACA and LoRA in the first steps, latents after every step, picture. */
export const sd3Pipeline: GoldenKind = {
  title: 'SD3 pipeline',
  matches: ({ name, params }) => name.startsWith('pipeline_') && params['family'] === 'sd35m',
  compute,
};

async function compute(
  golden: GoldenCase,
  { dir, device, input }: GoldenWorld,
): Promise<Record<string, Tensor>> {
  const params = golden.params as unknown as Params;
  const context = runContext(device);
  const { model, clip, vae } = openCheckpoint(
    join(dir, 'models', String(golden.params['family'])),
    context.files,
  );
  const positive = await encodePrompt(clip, params.prompt, context);
  const negative = await encodePrompt(clip, params.negative, context);
  const sigmas = sigmasFor(model.sampling, 'normal', params.steps);
  const noise = input('latents');
  const out: Record<string, Tensor> = {
    prompt_embeds: positive.embeds,
    negative_prompt_embeds: negative.embeds,
    pooled: positive.pooled as Tensor,
    negative_pooled: negative.pooled as Tensor,
    sigmas: { data: sigmas, shape: [sigmas.length] },
    timesteps: {
      data: sigmas.slice(0, -1).map((sigma) => timestepOf(model.sampling, sigma)),
      shape: [params.steps],
    },
  };
  for (const [run, gamma, lora] of params.runs) {
    const states: Tensor[] = [];
    const { output } = await sampleLatent(
      {
        guider: {
          model: patched(model, params, gamma, lora && join(dir, 'lora', lora)),
          positive: [positive],
          negative: [negative],
          cfg: params.guidance,
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
    taca: gamma === null ? null : { gamma, window, shape: 'constant', blocks: null },
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
