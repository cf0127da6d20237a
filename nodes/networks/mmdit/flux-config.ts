import { UserError } from '../../errors.ts';
import { countBlocks } from '../weights/shapes.ts';
import { expectTensors } from '../weights/layouts/expect.ts';
import { fluxModules } from '../weights/layouts/flux-original.ts';
import type { WeightSource } from '../weights/weight-source.ts';

/** FLUX.1's transformer, read from the weights' shapes (and config.json where there is one). */
export interface FluxConfig {
  /** All blocks: the double ones, then the single ones. */
  readonly depth: number;
  readonly doubleBlocks: number;
  readonly heads: number;
  readonly headDim: number;
  /** Channels of a latent; a token is a square of `patch` x `patch` of them. */
  readonly channels: number;
  readonly patch: number;
  /** Width of the text tokens coming in. */
  readonly jointDim: number;
  readonly pooledDim: number;
  /** Whether it embeds a guidance strength: dev does, schnell does not. */
  readonly guidance: boolean;
  /** Channels of a head that turn with a token's picture index, row and column. */
  readonly ropeAxes: readonly number[];
}

const PATCH = 2;
/** Of the published models: black-forest-labs/FLUX.1-dev, transformer/config.json. */
const ROPE_AXES = [16, 56, 56];

/** Tokens with more channels than latents have: these carry a second picture. */
const VARIANTS: Readonly<Record<number, string>> = {
  128: 'FLUX.1 Canny or Depth, which draws over a control picture',
  384: 'FLUX.1 Fill, which paints into a masked picture',
};

/**
 * Any number of blocks is right, as pruned models have fewer. Kontext has dev's shapes and runs as dev does.
 * @param weights with diffusers' names
 * @param given the config.json
 * @throws UserError `weights_missing`, `weights_other_model`, `weights_config`
 */
export function fluxConfigOf(
  weights: WeightSource,
  given: Readonly<Record<string, unknown>> | null,
): FluxConfig {
  const shape = (name: string): readonly number[] => {
    expectTensors(weights, [name]);
    return weights.tensors.get(name)?.shape ?? [];
  };
  const doubleBlocks = countBlocks(weights, 'transformer_blocks.');
  const depth = doubleBlocks + countBlocks(weights, 'single_transformer_blocks.');
  const [width = 0, inputs = 0] = shape('x_embedder.weight');
  const [outputs = 0] = shape('proj_out.weight');
  const [, jointDim = 0] = shape('context_embedder.weight');
  const [, pooledDim = 0] = shape('time_text_embed.text_embedder.linear_1.weight');
  const [headDim = 0] = shape('transformer_blocks.0.attn.norm_q.weight');
  if (inputs !== outputs) throw otherInputs(weights, inputs, outputs);
  const told = given?.['axes_dims_rope'];
  const ropeAxes = isEvenList(told) ? told : ROPE_AXES;
  const heads = width / headDim;
  const channels = outputs / PATCH ** 2;
  const turned = ropeAxes.reduce((sum, channels) => sum + channels, 0);
  if (!Number.isInteger(heads) || !Number.isInteger(channels) || turned !== headDim) {
    throw new UserError(
      'weights_config',
      `${weights.label} does not fit a FLUX.1 transformer: width ${width}, head width ${headDim}, of which ${turned} channels turn, ${outputs} outputs.`,
      'Put the model’s config.json beside the weights, or use another file.',
    );
  }
  const config = {
    depth,
    doubleBlocks,
    heads,
    headDim,
    channels,
    patch: PATCH,
    jointDim,
    pooledDim,
    guidance: weights.tensors.has('time_text_embed.guidance_embedder.linear_1.weight'),
    ropeAxes,
  };
  expectTensors(weights, expectedTensors(config));
  return config;
}

function isEvenList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isInteger(n) && n > 0 && n % 2 === 0);
}

function otherInputs({ label }: WeightSource, inputs: number, outputs: number): UserError {
  const what = VARIANTS[inputs] ?? `a FLUX.1 with tokens of ${inputs} channels for ${outputs}`;
  return new UserError(
    'weights_other_model',
    `${label} is ${what}; that is not supported yet.`,
    'Choose FLUX.1 dev, schnell, Krea or Kontext, or a model made from them.',
  );
}

function expectedTensors({ depth, doubleBlocks, guidance }: FluxConfig): string[] {
  return fluxModules(doubleBlocks, depth - doubleBlocks).flatMap(({ module }) => {
    if (module.includes('guidance_embedder') && !guidance) return [];
    const isNorm = /\.norm_(added_)?[qk]$/.test(module);
    return isNorm ? [`${module}.weight`] : [`${module}.weight`, `${module}.bias`];
  });
}
