import type { Tensor } from '../../tensor.ts';

/**
 * A low-rank side branch of one linear layer: y += strength * scale * b (a x).
 * Source: LoRA, arXiv 2106.09685, section 4.1; `scale` is its alpha / r.
 */
export interface LowRank {
  /** The layer by its diffusers name, e.g. `transformer_blocks.0.attn.to_q`. */
  readonly module: string;
  /** [rank, in] */
  readonly a: Tensor;
  /** [out, rank] */
  readonly b: Tensor;
  readonly scale: number;
}
