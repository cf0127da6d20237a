/** Normalized attention guidance: Chen et al. 2025, arXiv 2505.21179, section 3.2. */
import type { Value } from '../onnx/graph-builder.ts';
import type { Layers } from '../onnx/layers.ts';

export interface NormalizedAttention {
  /** How far attention outputs go from the negative's; 1 leaves them as they are. */
  readonly scale: number;
  /** How much of the result is taken: 0 nothing, 1 all. */
  readonly alpha: number;
  /** How many times as long as the positive's an output may become, as a sum of magnitudes. */
  readonly tau: number;
}

/** Rows of a batch: the attention of both becomes that of the positive, guided away from the negative. */
export interface GuidedRows {
  readonly positive: number;
  readonly negative: number;
}

/** Inputs of a graph with guided attention. */
export interface GuidedAttentionInputs {
  /** [1]; so `alpha` and `tau` */
  readonly scale: Value;
  readonly alpha: Value;
  readonly tau: Value;
  /** int64 [batch]: the positive row of each row. */
  readonly positive: Value;
  /** int64 [batch]: the negative row of each row. */
  readonly negative: Value;
  /** bool [batch, 1, 1]: whether a row is guided; others stay bit by bit. */
  readonly isGuided: Value;
}

const LEAST_LENGTH = 1e-6;

/**
 * The image's attention outputs, guided. As in ComfyUI negative rows get their positive's result, so that both go through the
 * network with one picture and differ in their text.
 * @param z [batch, image tokens, width]
 */
export function guidedAttention(l: Layers, z: Value, inputs: GuidedAttentionInputs): Value {
  const { b } = l;
  const { scale, alpha, tau, isGuided } = inputs;
  const rows = (index: Value) => b.op('Gather', [z, index], { axis: { int: 0 } });
  const minus = (x: Value, y: Value) => b.op('Sub', [x, y]);
  const length = (x: Value) =>
    b.op('Max', [
      b.op('ReduceSum', [b.op('Abs', [x]), l.ints([-1])], { keepdims: { int: 1 } }),
      l.scalar(LEAST_LENGTH),
    ]);
  const one = l.scalar(1);
  const positive = rows(inputs.positive);
  const away = l.mul(rows(inputs.negative), minus(scale, one));
  const guided = minus(l.mul(positive, scale), away);
  const ratio = b.op('Div', [length(guided), length(positive)]);
  const shortened = b.op('Div', [b.op('Min', [ratio, tau]), ratio]);
  const normalized = l.mul(l.mul(guided, shortened), alpha);
  const mixed = l.add(normalized, l.mul(positive, minus(one, alpha)));
  return b.op('Where', [isGuided, mixed, z]);
}
