/** Normalized attention guidance: Chen et al. 2025, arXiv 2505.21179, section 3.2. */
export interface NormalizedAttention {
  /** How far attention outputs go from the negative's beyond the positive's. */
  readonly scale: number;
  /** How much of the result is taken: 0 nothing, 1 all. */
  readonly alpha: number;
  /** How many times as long as the positive's an output may become, as a sum of absolute values. */
  readonly tau: number;
}
