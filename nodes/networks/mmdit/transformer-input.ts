import type { Tensor } from '../../tensor.ts';

/** What a joint transformer of any family reads. */
export interface TransformerInput {
  /** [batch, channels, h, w]: h and w multiples of the patch. */
  readonly latent: Tensor;
  /** [batch]: in the family's own range. */
  readonly timestep: Float32Array;
  /** [batch, text tokens, joint width] */
  readonly text: Tensor;
  /** [batch, pooled width] */
  readonly pooled: Tensor;
  /** TACA's temperature, [blocks, 1 or batch, 1 or text tokens, 1]; null: 1. */
  readonly gamma: Tensor | null;
  /** One a LoRA. */
  readonly strengths: readonly number[];
}
