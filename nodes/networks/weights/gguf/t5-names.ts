/**
 * T5 encoders by the names of llama.cpp, seen through transformers' names.
 * Source: github.com/ggml-org/llama.cpp, gguf-py/gguf/tensor_mapping.py and constants.py, T5ENCODER.
 */
import type { StoredTensor, WeightSource } from '../weight-source.ts';

const OUTER: Readonly<Record<string, string>> = {
  'token_embd.weight': 'shared.weight',
  'enc.output_norm.weight': 'encoder.final_layer_norm.weight',
};
/** Below `enc.blk.N.` and below `encoder.block.N.layer.`. */
const BLOCK: Readonly<Record<string, string>> = {
  attn_q: '0.SelfAttention.q',
  attn_k: '0.SelfAttention.k',
  attn_v: '0.SelfAttention.v',
  attn_o: '0.SelfAttention.o',
  attn_rel_b: '0.SelfAttention.relative_attention_bias',
  attn_norm: '0.layer_norm',
  ffn_gate: '1.DenseReluDense.wi_0',
  ffn_up: '1.DenseReluDense.wi_1',
  ffn_down: '1.DenseReluDense.wo',
  ffn_norm: '1.layer_norm',
};

/** The encoder of such a file, without a decoder; the source as it is when it holds none. */
export function t5AsTransformers(source: WeightSource): WeightSource {
  if (!source.tensors.has('enc.blk.0.attn_q.weight')) return source;
  const tensors = new Map<string, StoredTensor>();
  for (const stored of source.tensors.values()) {
    const name = transformersName(stored.name);
    if (name !== undefined) tensors.set(name, { ...stored, name });
  }
  return { ...source, tensors };
}

function transformersName(name: string): string | undefined {
  const [, block, part = ''] = /^enc\.blk\.(\d+)\.(\w+)\.weight$/.exec(name) ?? [];
  const known = BLOCK[part];
  if (known !== undefined) return `encoder.block.${block}.layer.${known}.weight`;
  return OUTER[name];
}
