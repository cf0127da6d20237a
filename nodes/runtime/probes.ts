/** What the self-test computes: each operator on inputs at which it has been seen to fail, beside the same from plain ones. */
import type { Value } from '../networks/onnx/graph-builder.ts';
import { decomposedAttention } from '../networks/onnx/attention.ts';
import type { Layers } from '../networks/onnx/layers.ts';
import { tensor, type Tensor } from '../tensor.ts';
import type { TestedOperator } from './device.ts';
import { PRODUCT_PROBES } from './product-probes.ts';

export interface Probe {
  readonly inputs: readonly Tensor[];
  build(layers: Layers, inputs: readonly Value[]): Value;
}

const HEADS = 3;
const HEAD_DIM = 32;
const WIDTH = HEADS * HEAD_DIM;

/** Unequal query and key counts, sequences that are no multiple of a tile, two items in the batch. */
const attention = (queries: number, keys: number): Probe => ({
  inputs: waves([2, queries, WIDTH], [2, keys, WIDTH], [2, keys, WIDTH]),
  build: (layers, [q, k, v]) =>
    layers.attention(q as Value, k as Value, v as Value, { heads: HEADS, headDim: HEAD_DIM }),
});

export const PROBES: Record<TestedOperator, readonly Probe[]> = {
  ...PRODUCT_PROBES,
  MultiHeadAttention: [attention(64, 112), attention(48, 112), attention(130, 130)],
  DividedAttention: [
    {
      inputs: waves([2, 77, WIDTH], [2, 130, WIDTH], [2, 130, WIDTH]),
      build(layers, [q, k, v]) {
        const isDivided = layers.target.fused.has('DividedAttention');
        return decomposedAttention(
          layers,
          q as Value,
          k as Value,
          v as Value,
          { heads: HEADS, headDim: HEAD_DIM },
          isDivided ? { heads: HEADS, queries: 4 } : { heads: 1, queries: 1 },
        );
      },
    },
  ],
  LayerNormalization: [
    {
      inputs: waves([2, 77, WIDTH], [WIDTH], [WIDTH]),
      build: (layers, [x, scale, bias]) =>
        layers.normalise(x as Value, scale as Value, bias as Value, 1e-6),
    },
  ],
  RMSNormalization: [
    {
      inputs: waves([2, 77, HEADS, HEAD_DIM], [HEAD_DIM]),
      build: (layers, [x, weight]) => layers.rms(x as Value, weight as Value, 1e-6),
    },
  ],
  Gelu: [
    { inputs: waves([2, 77, WIDTH]), build: (layers, [x]) => layers.gelu(x as Value, 'tanh') },
    { inputs: waves([2, 77, WIDTH]), build: (layers, [x]) => layers.gelu(x as Value, 'erf') },
  ],
  RotaryEmbedding: [
    {
      inputs: waves([2, 77, WIDTH], [77, HEAD_DIM / 2], [77, HEAD_DIM / 2]),
      build: (layers, [x, cos, sin]) =>
        layers.rotary(x as Value, cos as Value, sin as Value, HEADS),
    },
  ],
};

/** Values without a pattern that a kernel could share, in -2..2. */
function waves(...shapes: readonly (readonly number[])[]): Tensor[] {
  return shapes.map((shape, phase) => {
    const data = new Float32Array(shape.reduce((n, d) => n * d, 1));
    for (let i = 0; i < data.length; i++) data[i] = 2 * Math.sin(i * 1.7 + Math.sqrt(i) + phase);
    return tensor(data, shape);
  });
}
