/**
 * The layout of Stability's own SD3 files and where diffusers' modules lie in it: one fused projection for q, k and v, and
 * (shift, scale) where diffusers keeps (scale, shift).
 * Source: Stability-AI/sd3.5, mmditx.py; huggingface/diffusers, SD3Transformer2DModel.
 */
import { halvesSwapped, rowPart, type StoredTensor, type WeightSource } from '../weight-source.ts';
import { partsOf, type OriginalModule } from './original-module.ts';

const OUTER: readonly OriginalModule[] = [
  { module: 'pos_embed.proj', original: 'x_embedder.proj' },
  { module: 'context_embedder', original: 'context_embedder' },
  { module: 'time_text_embed.timestep_embedder.linear_1', original: 't_embedder.mlp.0' },
  { module: 'time_text_embed.timestep_embedder.linear_2', original: 't_embedder.mlp.2' },
  { module: 'time_text_embed.text_embedder.linear_1', original: 'y_embedder.mlp.0' },
  { module: 'time_text_embed.text_embedder.linear_2', original: 'y_embedder.mlp.2' },
  { module: 'norm_out.linear', original: 'final_layer.adaLN_modulation.1', swapped: true },
  { module: 'proj_out', original: 'final_layer.linear' },
];

/** Below `transformer_blocks.N.` and below `joint_blocks.N.`. */
const BLOCK: readonly (readonly [string, string])[] = [
  ['norm1.linear', 'x_block.adaLN_modulation.1'],
  ['norm1_context.linear', 'context_block.adaLN_modulation.1'],
  ['attn.norm_q', 'x_block.attn.ln_q'],
  ['attn.norm_k', 'x_block.attn.ln_k'],
  ['attn.norm_added_q', 'context_block.attn.ln_q'],
  ['attn.norm_added_k', 'context_block.attn.ln_k'],
  ['attn.to_out.0', 'x_block.attn.proj'],
  ['attn.to_add_out', 'context_block.attn.proj'],
  ['attn2.norm_q', 'x_block.attn2.ln_q'],
  ['attn2.norm_k', 'x_block.attn2.ln_k'],
  ['attn2.to_out.0', 'x_block.attn2.proj'],
  ['ff.net.0.proj', 'x_block.mlp.fc1'],
  ['ff.net.2', 'x_block.mlp.fc2'],
  ['ff_context.net.0.proj', 'context_block.mlp.fc1'],
  ['ff_context.net.2', 'context_block.mlp.fc2'],
];

const FUSED: readonly (readonly [readonly string[], string])[] = [
  [['attn.to_q', 'attn.to_k', 'attn.to_v'], 'x_block.attn.qkv'],
  [['attn.add_q_proj', 'attn.add_k_proj', 'attn.add_v_proj'], 'context_block.attn.qkv'],
  [['attn2.to_q', 'attn2.to_k', 'attn2.to_v'], 'x_block.attn2.qkv'],
];

/** Every module that a transformer of `depth` blocks may have, with its place in the original layout. */
export function sd3Modules(depth: number): OriginalModule[] {
  const blocks = Array.from({ length: depth }, (_, i) => {
    const at = (name: string) => `transformer_blocks.${i}.${name}`;
    const from = (name: string) => `joint_blocks.${i}.${name}`;
    const plain = BLOCK.map(([module, original]): OriginalModule => {
      // The last text block has no output: its norm gives shift and scale only.
      const swapped = module === 'norm1_context.linear' && i === depth - 1;
      return { module: at(module), original: from(original), ...(swapped && { swapped }) };
    });
    const fused = FUSED.flatMap(([parts, original]) => partsOf(parts.map(at), from(original)));
    return [...plain, ...fused];
  });
  return [...OUTER, ...blocks.flat()];
}

/** A source in the original layout, seen through diffusers' names. */
export function sd3AsDiffusers(source: WeightSource, depth: number): WeightSource {
  const tensors = new Map<string, StoredTensor>();
  const position = source.tensors.get('pos_embed');
  if (position) tensors.set('pos_embed.pos_embed', { ...position, name: 'pos_embed.pos_embed' });
  for (const { module, original, part, swapped } of sd3Modules(depth)) {
    for (const leaf of ['weight', 'bias']) {
      const stored = source.tensors.get(`${original}.${leaf}`);
      if (!stored) continue;
      const name = `${module}.${leaf}`;
      if (part) tensors.set(name, rowPart(stored, name, ...part));
      else if (swapped) tensors.set(name, halvesSwapped(stored, name));
      else tensors.set(name, { ...stored, name });
    }
  }
  return { ...source, tensors };
}
