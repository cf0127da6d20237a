/**
 * The layout of Black Forest Labs' own FLUX.1 files and where diffusers' modules lie in it: one fused projection for q, k and v
 * (and, in single blocks, the MLP), and (shift, scale) where diffusers keeps (scale, shift).
 * Source: black-forest-labs/flux, model.py and layers.py; huggingface/diffusers, FluxTransformer2DModel.
 */
import { countBlocks } from '../shapes.ts';
import { halvesSwapped, rowRange, type StoredTensor, type WeightSource } from '../weight-source.ts';
import { partsOf, type OriginalModule } from './original-module.ts';

const OUTER: readonly OriginalModule[] = [
  { module: 'x_embedder', original: 'img_in' },
  { module: 'context_embedder', original: 'txt_in' },
  { module: 'time_text_embed.timestep_embedder.linear_1', original: 'time_in.in_layer' },
  { module: 'time_text_embed.timestep_embedder.linear_2', original: 'time_in.out_layer' },
  { module: 'time_text_embed.text_embedder.linear_1', original: 'vector_in.in_layer' },
  { module: 'time_text_embed.text_embedder.linear_2', original: 'vector_in.out_layer' },
  { module: 'time_text_embed.guidance_embedder.linear_1', original: 'guidance_in.in_layer' },
  { module: 'time_text_embed.guidance_embedder.linear_2', original: 'guidance_in.out_layer' },
  { module: 'norm_out.linear', original: 'final_layer.adaLN_modulation.1', swapped: true },
  { module: 'proj_out', original: 'final_layer.linear' },
];

/** What each of an original's rows is, in order, below `transformer_blocks.N.` and below `double_blocks.N.`. */
const DOUBLE: readonly (readonly [modules: readonly string[], original: string])[] = [
  [['norm1.linear'], 'img_mod.lin'],
  [['norm1_context.linear'], 'txt_mod.lin'],
  [['attn.to_q', 'attn.to_k', 'attn.to_v'], 'img_attn.qkv'],
  [['attn.add_q_proj', 'attn.add_k_proj', 'attn.add_v_proj'], 'txt_attn.qkv'],
  [['attn.norm_q'], 'img_attn.norm.query_norm'],
  [['attn.norm_k'], 'img_attn.norm.key_norm'],
  [['attn.norm_added_q'], 'txt_attn.norm.query_norm'],
  [['attn.norm_added_k'], 'txt_attn.norm.key_norm'],
  [['attn.to_out.0'], 'img_attn.proj'],
  [['attn.to_add_out'], 'txt_attn.proj'],
  [['ff.net.0.proj'], 'img_mlp.0'],
  [['ff.net.2'], 'img_mlp.2'],
  [['ff_context.net.0.proj'], 'txt_mlp.0'],
  [['ff_context.net.2'], 'txt_mlp.2'],
];

/** The same below `single_transformer_blocks.N.` and below `single_blocks.N.`. */
const SINGLE: typeof DOUBLE = [
  [['norm.linear'], 'modulation.lin'],
  [['attn.to_q', 'attn.to_k', 'attn.to_v', 'proj_mlp'], 'linear1'],
  [['attn.norm_q'], 'norm.query_norm'],
  [['attn.norm_k'], 'norm.key_norm'],
  [['proj_out'], 'linear2'],
];

/** Every module that a transformer of so many blocks may have, with its place in the original layout. */
export function fluxModules(doubleBlocks: number, singleBlocks: number): OriginalModule[] {
  const blocks = (count: number, table: typeof DOUBLE, ours: string, theirs: string) =>
    Array.from({ length: count }, (_, i) =>
      table.flatMap(([modules, original]) =>
        partsOf(
          modules.map((module) => `${ours}.${i}.${module}`),
          `${theirs}.${i}.${original}`,
        ),
      ),
    ).flat();
  return [
    ...OUTER,
    ...blocks(doubleBlocks, DOUBLE, 'transformer_blocks', 'double_blocks'),
    ...blocks(singleBlocks, SINGLE, 'single_transformer_blocks', 'single_blocks'),
  ];
}

/** A source in the original layout, seen through diffusers' names. */
export function fluxAsDiffusers(source: WeightSource): WeightSource {
  const width = source.tensors.get('img_in.weight')?.shape[0] ?? 0;
  const tensors = new Map<string, StoredTensor>();
  const modules = fluxModules(
    countBlocks(source, 'double_blocks.'),
    countBlocks(source, 'single_blocks.'),
  );
  for (const { module, original, part, swapped } of modules) {
    for (const [ours, theirs] of LEAVES) {
      const stored = source.tensors.get(`${original}.${theirs}`);
      if (!stored) continue;
      const name = `${module}.${ours}`;
      if (part) tensors.set(name, partOf(stored, name, part, width));
      else if (swapped) tensors.set(name, halvesSwapped(stored, name));
      else tensors.set(name, { ...stored, name });
    }
  }
  return { ...source, tensors };
}

/** Names of a module's tensors, ours and theirs. */
const LEAVES = [
  ['weight', 'weight'],
  ['bias', 'bias'],
  ['weight', 'scale'],
] as const;

/** q, k and v have as many rows as the model is wide; a single block's MLP, behind them, has the rest. */
function partOf(
  stored: StoredTensor,
  name: string,
  [index]: NonNullable<OriginalModule['part']>,
  width: number,
): StoredTensor {
  const isMlp = index === 3;
  const [rows = 0] = stored.shape;
  return rowRange(stored, name, index * width, isMlp ? rows - 3 * width : width);
}
