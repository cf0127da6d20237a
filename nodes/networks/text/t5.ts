/**
 * The T5 v1.1 encoder as an ONNX graph: RMS norm before each part, unscaled attention with a relative position bias
 * shared by all blocks, gated gelu.
 * Source: T5, arXiv 1910.10683, section 2.1; GLU variants, arXiv 2002.05202; tensor names as in transformers' T5EncoderModel.
 */
import { chunksFor } from '../onnx/attention-chunks.ts';
import { GraphBuilder, type OnnxModel, type Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';
import type { Range } from '../../runtime/plan/spread.ts';
import { linearForm } from '../weights/linear-form.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { countBlocks, shapeOf } from '../weights/shapes.ts';
import { encoderLayers, type TextGraphOptions } from './text-graph.ts';

export interface T5Config {
  readonly width: number;
  readonly heads: number;
  readonly headDim: number;
  readonly layers: number;
  readonly epsilon: number;
  readonly buckets: number;
  readonly maxDistance: number;
}

/** What attention must have room for: a prompt and its opposite, each of T5's usual length. */
const USUAL = { tokens: 512, batch: 2 };
const RELATIVE_BIAS = 'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight';

/** @throws UserError `weights_missing` */
export function readT5Config(weights: WeightSource): T5Config {
  const [buckets = 0, heads = 1] = shapeOf(weights, RELATIVE_BIAS);
  const { out: inner } = linearForm(weights, 'encoder.block.0.layer.0.SelfAttention.q');
  const config = weights.config ?? {};
  const number = (key: string, otherwise: number) =>
    typeof config[key] === 'number' ? config[key] : otherwise;
  return {
    width: shapeOf(weights, 'encoder.final_layer_norm.weight')[0] ?? 0,
    heads,
    headDim: inner / heads,
    layers: countBlocks(weights, 'encoder.block.'),
    epsilon: number('layer_norm_epsilon', 1e-6),
    buckets,
    maxDistance: number('relative_attention_max_distance', 128),
  };
}

/** What the part that ends before `layer` leaves to the next; before 0: rows of the token table. */
const border = (layer: number) => (layer === 0 ? 'tokens' : `hidden before ${layer}`);

/**
 * Inputs: `buckets` [length, length] from `relativeBuckets`; with LoRAs also `strengths` [LoRAs]; of the first part `tokens`
 * [batch, length, width], rows of the token table, of others what the part before gives. Output of the last part:
 * `last_hidden_state` [batch, length, width].
 * @param part only these layers; default: all
 */
export function buildT5(
  weights: WeightSource,
  config: T5Config,
  options: TextGraphOptions,
  part: Range = { from: 0, to: config.layers },
): OnnxModel {
  const b = new GraphBuilder();
  const tokens = b.input(border(part.from), 'float32', ['batch', 'length', config.width]);
  const buckets = b.input('buckets', 'int64', ['length', 'length']);
  const { tokens: length, batch } = USUAL;
  const chunks = chunksFor(options.target, config.heads, length, batch);
  const net = encoderLayers(b, weights, tokens, options, chunks);

  const bias = b.op('Unsqueeze', [
    net.transpose(b.op('Gather', [net.weight(RELATIVE_BIAS), buckets]), [2, 0, 1]),
    net.ints([0]),
  ]);
  let x = tokens;
  for (let i = part.from; i < part.to; i++)
    x = block(net, `encoder.block.${i}.layer`, x, bias, config);
  if (part.to < config.layers) b.output(border(part.to), x);
  else b.output('last_hidden_state', net.rmsNorm('encoder.final_layer_norm', x, config.epsilon));
  return b.build();
}

/** The layer in whose session a tensor is; null: in none, as rows are read from it. */
export function t5LayerOf({ layers }: T5Config, tensor: string): number | null {
  const [, index] = /^encoder\.block\.(\d+)\./.exec(tensor) ?? [];
  if (index !== undefined) return Number(index);
  return tensor.startsWith('encoder.final_layer_norm.') ? layers - 1 : null;
}

/** The table of token embeddings: decoder and encoder share it in some files. */
export function tokenTable({ tensors }: WeightSource): string {
  return tensors.has('shared.weight') ? 'shared.weight' : 'encoder.embed_tokens.weight';
}

function block(
  net: Layers,
  name: string,
  x: Value,
  bias: Value,
  { heads, headDim, epsilon }: T5Config,
): Value {
  const attention = `${name}.0.SelfAttention`;
  const h = net.rmsNorm(`${name}.0.layer_norm`, x, epsilon);
  const attended = net.attention(
    net.linear(`${attention}.q`, h),
    net.linear(`${attention}.k`, h),
    net.linear(`${attention}.v`, h),
    { heads, headDim, scale: 1, bias: { value: bias, perHead: true } },
  );
  const y = net.add(x, net.linear(`${attention}.o`, attended, 'wide'));
  const dense = `${name}.1.DenseReluDense`;
  const g = net.rmsNorm(`${name}.1.layer_norm`, y, epsilon);
  const gated = net.mul(
    net.gelu(net.linear(`${dense}.wi_0`, g), 'tanh'),
    net.linear(`${dense}.wi_1`, g),
  );
  return net.add(y, net.linear(`${dense}.wo`, gated, 'wide'));
}

/**
 * [length, length] bucket of (key - query): half of the buckets for each direction; in each, the first half exact
 * distances, the rest growing logarithmically up to `maxDistance`. Section 2.1 of the paper.
 */
export function relativeBuckets(
  length: number,
  { buckets, maxDistance }: Pick<T5Config, 'buckets' | 'maxDistance'>,
): BigInt64Array {
  const half = buckets >> 1;
  const exact = half >> 1;
  const bucketOf = (distance: number) => {
    const away = Math.abs(distance);
    const side = distance > 0 ? half : 0;
    if (away < exact) return side + away;
    const share = Math.fround(
      Math.fround(Math.log(away / exact)) / Math.fround(Math.log(maxDistance / exact)),
    );
    return side + Math.min(half - 1, exact + Math.trunc(Math.fround(share * (half - exact))));
  };
  const byOffset = Array.from({ length: 2 * length }, (_, i) => BigInt(bucketOf(i - length)));
  const out = new BigInt64Array(length * length);
  for (let query = 0; query < length; query++) {
    for (let key = 0; key < length; key++) {
      out[query * length + key] = byOffset[key - query + length] as bigint;
    }
  }
  return out;
}
