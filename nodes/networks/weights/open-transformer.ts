/** Opens a diffusion transformer in any layout we know, and reads its config off its shapes. */
import { UserError } from '../../errors.ts';
import type { Sd3Config } from '../mmdit/sd3-config.ts';
import { expectTensors } from './layouts/expect.ts';
import { recognise, refuseQuantised, wrongModel } from './layouts/recognise.ts';
import { sd3AsDiffusers, sd3Modules } from './layouts/sd3-original.ts';
import { openWeights } from './open-weights.ts';
import { subSource, type WeightSource } from './weight-source.ts';

export interface OpenedTransformer {
  readonly family: 'sd3';
  /** With diffusers' names. */
  readonly weights: WeightSource;
  readonly config: Sd3Config;
}

type JsonConfig = Readonly<Record<string, unknown>>;

/** Published SD3 models have heads of this width; those with QK norm tell it by its shape. */
const HEAD_DIM = 64;

/**
 * @param path a .safetensors file (of the transformer or all in one), or a diffusers `transformer` folder
 * @param config in place of the config.json beside the weights
 * @throws UserError
 */
export function openTransformer(path: string, config?: JsonConfig): OpenedTransformer {
  return transformerOf(openWeights(path), config);
}

/** @throws UserError `weights_other_model` and all that is wrong with the tensors */
export function transformerOf(source: WeightSource, config?: JsonConfig): OpenedTransformer {
  const found = recognise(source).find(({ network }) => network === 'sd3');
  if (!found) throw wrongModel(source, 'an SD3 or SD3.5 diffusion transformer');
  const part = subSource(source, found.prefix);
  refuseQuantised(part);
  const original = found.layout === 'original';
  const depth = countBlocks(part, original ? 'joint_blocks.' : 'transformer_blocks.');
  const weights = original ? sd3AsDiffusers(part, depth) : part;
  const given = config ?? weights.config;
  const inferred = sd3ConfigOf(weights, depth, given);
  expectTensors(weights, expectedTensors(inferred));
  return { family: 'sd3', weights: { ...weights, config: given }, config: inferred };
}

/** Everything but the width of a head is in the shapes; that is in the QK norm, else in config.json, else 64. */
function sd3ConfigOf(weights: WeightSource, depth: number, config: JsonConfig | null): Sd3Config {
  const shape = (name: string): readonly number[] => {
    expectTensors(weights, [name]);
    return weights.tensors.get(name)?.shape ?? [];
  };
  const [hidden = 0, jointDim = 0] = shape('context_embedder.weight');
  const [, inChannels = 0, patch = 0] = shape('pos_embed.proj.weight');
  const [, positions = 0] = shape('pos_embed.pos_embed');
  const [, pooledDim = 0] = shape('time_text_embed.text_embedder.linear_1.weight');
  const [outRows = 0] = shape('proj_out.weight');
  const norm = weights.tensors.get('transformer_blocks.0.attn.norm_q.weight')?.shape[0];
  const told = config?.['attention_head_dim'];
  const headDim = norm ?? (typeof told === 'number' ? told : HEAD_DIM);
  const heads = hidden / headDim;
  const posEmbedSize = Math.sqrt(positions);
  const outChannels = outRows / patch ** 2;
  for (const [what, value] of Object.entries({ heads, posEmbedSize, outChannels })) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new UserError(
      'weights_config',
      `${weights.label} does not fit an SD3 transformer: ${what} would be ${value} (width ${hidden}, head width ${headDim}, ${positions} positions, patch ${patch}).`,
      'Put the model’s config.json beside the weights, or use another file.',
    );
  }
  const dualAttentionBlocks = Array.from({ length: depth }, (_, i) => i).filter((i) =>
    weights.tensors.has(`transformer_blocks.${i}.attn2.to_q.weight`),
  );
  return {
    depth,
    heads,
    headDim,
    patch,
    inChannels,
    outChannels,
    jointDim,
    pooledDim,
    posEmbedSize,
    qkNorm: norm !== undefined,
    dualAttentionBlocks,
  };
}

function expectedTensors({ depth, qkNorm, dualAttentionBlocks }: Sd3Config): string[] {
  const last = `transformer_blocks.${depth - 1}.`;
  const names = sd3Modules(depth).flatMap(({ module }) => {
    const isNorm = /\.norm_(added_)?[qk]$/.test(module);
    if (isNorm && !qkNorm) return [];
    if (module.startsWith(last) && /\.(attn\.to_add_out|ff_context\..*)$/.test(module)) return [];
    const dual = /^transformer_blocks\.(\d+)\.attn2\./.exec(module);
    if (dual && !dualAttentionBlocks.includes(Number(dual[1]))) return [];
    return isNorm ? [`${module}.weight`] : [`${module}.weight`, `${module}.bias`];
  });
  return ['pos_embed.pos_embed', ...names];
}

function countBlocks(source: WeightSource, prefix: string): number {
  let count = 0;
  for (const name of source.tensors.keys()) {
    if (name.startsWith(prefix))
      count = Math.max(count, Number.parseInt(name.slice(prefix.length)) + 1);
  }
  return count;
}
