import type { Tensor } from '../../tensor.ts';
import type { GuidedRows, NormalizedAttention } from './normalized-attention.ts';

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
  /** [batch]: blocks that each row skips, of those that the network was opened for; absent: none. */
  readonly skips?: readonly (readonly number[])[];
  /** Where the network was opened for guided attention: how, and which rows; absent: none. */
  readonly nag?: NormalizedAttention & { readonly rows: readonly GuidedRows[] };
  /** One a LoRA. */
  readonly strengths: readonly number[];
}
