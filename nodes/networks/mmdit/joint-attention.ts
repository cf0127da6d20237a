/**
 * Joint attention of image and text tokens with TACA (Lv et al. 2025, arXiv 2506.07986, equation 5): the logits of image queries
 * on text keys are multiplied by a temperature. Exact: image queries meet text keys already multiplied, text queries meet
 * them as they are. The queries are split in two calls, so the products are as many as without.
 */
import type { Value } from '../onnx/graph-builder.ts';
import type { AttentionOptions, Layers } from '../onnx/layers.ts';

/** Each [batch, tokens, heads * headDim]. */
export interface Qkv {
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
}

/**
 * @param text its `q` is null where nobody reads the text's output
 * @param gamma broadcasts to [batch, text tokens, 1]; null: a graph without TACA
 */
export function jointAttention(
  l: Layers,
  image: Qkv,
  text: Omit<Qkv, 'q'> & { readonly q: Value | null },
  gamma: Value | null,
  options: AttentionOptions,
): { readonly image: Value; readonly text: Value | null } {
  const v = l.concat([image.v, text.v], 1);
  const plainKeys = () => l.concat([image.k, text.k], 1);
  const warmKeys = gamma ? l.concat([image.k, l.mul(text.k, gamma)], 1) : plainKeys();
  return {
    image: l.attention(image.q, warmKeys, v, options),
    text: text.q && l.attention(text.q, gamma ? plainKeys() : warmKeys, v, options),
  };
}
