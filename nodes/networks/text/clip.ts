/**
 * The CLIP text transformer as an ONNX graph.
 * Source: CLIP, arXiv 2103.00020, section 2.4; tensor names and pooling as in transformers' CLIPTextModelWithProjection.
 */
import { GraphBuilder, type OnnxModel, type Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { countBlocks, shapeOf } from '../weights/shapes.ts';
import { encoderLayers, type TextGraphOptions } from './text-graph.ts';

export interface ClipConfig {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly activation: 'quick_gelu' | 'gelu';
  readonly epsilon: number;
  /** Longest sequence: rows of the position table. */
  readonly positions: number;
  /** The end token's id; null: it is the largest id of a sequence (old configs say 2 for that). */
  readonly endToken: number | null;
  /** Width of the projection; null: there is none. */
  readonly projection: number | null;
}

export const CLIP_TOKENS = 'text_model.embeddings.token_embedding.weight';
/** Whether a tensor is in the session; rows of the token table are read as they are needed. */
export const isHeldByClip = (tensor: string): boolean => tensor !== CLIP_TOKENS;

const LAYER = 'text_model.encoder.layers';
/** Head width and the narrowest width with exact gelu among the published models: L 768 wide, H 1024, G 1280. */
const HEAD_WIDTH = 64;
const GELU_FROM_WIDTH = 1024;

/** Config from config.json where there is one, else from shapes. @throws UserError `weights_missing` */
export function readClipConfig(weights: WeightSource): ClipConfig {
  const [positions = 0, width = 0] = shapeOf(
    weights,
    'text_model.embeddings.position_embedding.weight',
  );
  const config = weights.config ?? {};
  const number = (key: string, otherwise: number) =>
    typeof config[key] === 'number' ? config[key] : otherwise;
  const activation = config['hidden_act'] ?? (width < GELU_FROM_WIDTH ? 'quick_gelu' : 'gelu');
  const endToken = number('eos_token_id', 2);
  return {
    width,
    heads: number('num_attention_heads', Math.max(1, Math.round(width / HEAD_WIDTH))),
    layers: countBlocks(weights, `${LAYER}.`),
    activation: activation === 'quick_gelu' ? 'quick_gelu' : 'gelu',
    epsilon: number('layer_norm_eps', 1e-5),
    positions,
    endToken: endToken === 2 ? null : endToken,
    projection: weights.tensors.get('text_projection.weight')?.shape[0] ?? null,
  };
}

/**
 * Inputs: `tokens` [batch, length, width], rows of the token table; `causal` [1, 1, length, length], added to the logits; `end` [batch], the rows of the
 * end tokens among all batch * length.
 * With LoRAs also `strengths` [LoRAs].
 * Outputs: `last_hidden_state` and `penultimate` [batch, length, width] (the latter without the final norm),
 * `pooled` [batch, width], and `text_embeds` [batch, projection] where the weights have a projection.
 */
export function buildClip(
  weights: WeightSource,
  config: ClipConfig,
  options: TextGraphOptions,
): OnnxModel {
  const b = new GraphBuilder();
  const tokens = b.input('tokens', 'float32', ['batch', 'length', config.width]);
  const causal = b.input('causal', 'float32', [1, 1, 'length', 'length']);
  const end = b.input('end', 'int64', ['batch']);
  const net = encoderLayers(b, weights, tokens, options);

  let x = embed(net, tokens);
  let penultimate = x;
  for (let i = 0; i < config.layers; i++) {
    penultimate = x;
    x = encoderLayer(net, `${LAYER}.${i}`, x, causal, config);
  }
  const last = net.layerNorm('text_model.final_layer_norm', x, config.epsilon);
  const pooled = b.op('Gather', [net.reshape(last, [-1, config.width]), end]);
  b.output('last_hidden_state', last);
  b.output('penultimate', penultimate);
  b.output('pooled', pooled);
  if (config.projection !== null) b.output('text_embeds', net.linear2d('text_projection', pooled));
  return b.build();
}

function embed(net: Layers, tokens: Value): Value {
  const { b } = net;
  const length = b.op('Shape', [tokens], { start: { int: 1 }, end: { int: 2 } });
  const positions = b.op('Slice', [
    net.weight('text_model.embeddings.position_embedding.weight'),
    net.ints([0]),
    length,
    net.ints([0]),
  ]);
  return net.add(tokens, positions);
}

function encoderLayer(
  net: Layers,
  name: string,
  x: Value,
  causal: Value,
  { width, heads, epsilon, activation }: ClipConfig,
): Value {
  const attention = `${name}.self_attn`;
  const h = net.layerNorm(`${name}.layer_norm1`, x, epsilon);
  const attended = net.attention(
    net.linear(`${attention}.q_proj`, h),
    net.linear(`${attention}.k_proj`, h),
    net.linear(`${attention}.v_proj`, h),
    { heads, headDim: width / heads, bias: { value: causal, perHead: false } },
  );
  const y = net.add(x, net.linear(`${attention}.out_proj`, attended));
  const up = net.linear(`${name}.mlp.fc1`, net.layerNorm(`${name}.layer_norm2`, y, epsilon));
  const bent = activation === 'quick_gelu' ? net.quickGelu(up) : net.gelu(up, 'erf');
  return net.add(y, net.linear(`${name}.mlp.fc2`, bent));
}

/** [1, 1, length, length]: 0 where a token may look (itself and before), a very low number elsewhere. */
export function causalMask(length: number): Float32Array {
  const mask = new Float32Array(length * length);
  for (let row = 0; row < length; row++) {
    mask.fill(-1e9, row * length + row + 1, (row + 1) * length);
  }
  return mask;
}

/** Where the sequence is pooled: at its first end token; at 0 when there is none. */
export function endPosition(ids: readonly number[], endToken: number | null): number {
  const wanted = endToken ?? ids.reduce((max, id) => Math.max(max, id), 0);
  return Math.max(0, ids.indexOf(wanted));
}
