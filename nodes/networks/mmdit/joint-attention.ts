/**
 * Joint attention of image and text tokens with TACA (Lv et al. 2025, arXiv 2506.07986, equation 5): the logits of image queries
 * on text keys are multiplied by a temperature. Exact: image queries meet text keys already multiplied, text queries meet
 * them as they are. The queries are split in two calls, so the products are as many as without.
 */
import type { Value } from '../onnx/graph-builder.ts';
import type { AttentionOptions } from '../onnx/attention.ts';
import type { Layers } from '../onnx/layers.ts';

/** Each [batch, tokens, heads * headDim]. */
export interface QueryKey<Q extends Value | null = Value> {
  readonly q: Q;
  readonly k: Value;
}
export interface Qkv<Q extends Value | null = Value> extends QueryKey<Q> {
  readonly v: Value;
}

/** What acts on joint attention from outside. */
export interface Attending {
  /** TACA's temperature of each key, image then text: broadcasts to [batch, tokens, 1], 1 at the image's; null: a graph without TACA. */
  readonly gamma: Value | null;
  /** Guides the image's outputs. */
  readonly guide: (image: Value) => Value;
}

/** @param text its `q` is null where nobody reads the text's output */
export function jointAttention<Q extends Value | null>(
  l: Layers,
  image: Qkv,
  text: Qkv<Q>,
  attending: Attending,
  options: AttentionOptions,
): { readonly image: Value; readonly text: Q } {
  return attendJointly(l, image, text, l.concat([image.v, text.v], 1), attending, options);
}

/** As `jointAttention`, with the values already joined: image, then text. */
export function attendJointly<Q extends Value | null>(
  l: Layers,
  image: QueryKey,
  text: QueryKey<Q>,
  v: Value,
  attending: Attending,
  options: AttentionOptions,
): { readonly image: Value; readonly text: Q } {
  const { gamma, guide } = attending;
  const plain = l.concat([image.k, text.k], 1);
  const warm = gamma ? l.mul(plain, gamma) : plain;
  const attend = (q: Value, k: Value) => l.attention(q, k, v, options);
  return {
    image: guide(attend(image.q, warm)),
    text: (text.q && attend(text.q, plain)) as Q,
  };
}
