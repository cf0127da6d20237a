/** What the graphs of both text towers share. */
import type { Target } from '../../runtime/device.ts';
import type { Tensor } from '../../tensor.ts';
import type { AttentionChunks } from '../onnx/attention-chunks.ts';
import type { GraphBuilder, Value } from '../onnx/graph-builder.ts';
import { Layers } from '../onnx/layers.ts';
import { LowRankBranches } from '../onnx/low-rank-branches.ts';
import type { LowRank } from '../onnx/low-rank.ts';
import type { WeightSource } from '../weights/weight-source.ts';

/** One list of branches a LoRA. */
export type TextLoras = readonly (readonly LowRank[])[];

export interface TextGraphOptions {
  readonly target: Target;
  readonly loras: TextLoras;
}

/** @param tokens [batch, length, width] */
export function encoderLayers(
  b: GraphBuilder,
  weights: WeightSource,
  tokens: Value,
  { target, loras }: TextGraphOptions,
  chunks?: AttentionChunks,
): Layers {
  const branches =
    loras.length > 0
      ? new LowRankBranches(b, loras, b.input('strengths', 'float32', [loras.length]), target)
      : null;
  const batch = b.op('Shape', [tokens], { end: { int: 1 } });
  return new Layers(b, weights, target, batch, branches, chunks);
}

/** The `strengths` input; none without LoRAs. */
export function strengthInput(strengths: readonly number[]): Record<string, Tensor> {
  if (strengths.length === 0) return {};
  return { strengths: { data: Float32Array.from(strengths), shape: [strengths.length] } };
}
