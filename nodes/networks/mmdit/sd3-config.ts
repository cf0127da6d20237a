import { UserError } from '../../errors.ts';
import { countBlocks } from '../weights/shapes.ts';
import { expectTensors } from '../weights/layouts/expect.ts';
import { sd3Modules } from '../weights/layouts/sd3-original.ts';
import type { WeightSource } from '../weights/weight-source.ts';

/** SD3 / SD3.5 MM-DiT, read from the weights' shapes (and config.json where there is one). */
export interface Sd3Config {
  readonly depth: number;
  readonly heads: number;
  readonly headDim: number;
  readonly patch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Width of the text tokens coming in. */
  readonly jointDim: number;
  readonly pooledDim: number;
  /** Side of the square of positional embeddings, in patches. */
  readonly posEmbedSize: number;
  readonly qkNorm: boolean;
  /** Blocks with a second, image-only attention. */
  readonly dualAttentionBlocks: readonly number[];
}

/** Published SD3 models have heads of this width; those with QK norm tell it by its shape. */
const HEAD_DIM = 64;

/**
 * Everything but the width of a head is in the shapes; that is in the QK norm, else in config.json, else 64.
 * @param weights with diffusers' names
 * @throws UserError `weights_missing`, `weights_config`
 */
export function sd3ConfigOf(
  weights: WeightSource,
  config: Readonly<Record<string, unknown>> | null,
): Sd3Config {
  const depth = countBlocks(weights, 'transformer_blocks.');
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
  const inferred = {
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
  expectTensors(weights, expectedTensors(inferred));
  return inferred;
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
